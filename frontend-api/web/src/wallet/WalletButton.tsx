import { useRef } from "react";
import { type Connector, useConnect, useConnection, useConnectors, useDisconnect } from "wagmi";
import { useHolder } from "../chain/holder";
import { describeError } from "../lib/errors";
import { shortHex } from "../lib/format";
import { Amount, Fact } from "../ui/Bits";
import { Notice } from "../ui/Notice";

/** Connects a wallet, or shows the connected one. */
export function WalletButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { status, address } = useConnection();
  const connected = status === "connected";
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" className={connected ? "button" : "button button-primary"} onClick={() => dialog.current?.showModal()}>
        {connected ? <Connected address={address} /> : status === "reconnecting" ? "Connecting…" : "Connect wallet"}
      </button>
      <dialog ref={dialog} className="dialog" aria-label="Wallet">
        {connected ? <Account address={address} onDone={close} /> : <Choice onDone={close} />}
        <button type="button" className="button button-quiet" onClick={close}>
          Close
        </button>
      </dialog>
    </>
  );
}

function Connected({ address }: { address: string }) {
  const { data } = useHolder();
  return (
    <>
      {shortHex(address)}
      {data && (
        <span className="header-balance">
          <Amount wei={data.balance} />
        </span>
      )}
    </>
  );
}

function Choice({ onDone }: { onDone: () => void }) {
  const connect = useConnect({ mutation: { onSuccess: onDone } });
  const connectors = usable(useConnectors());
  return (
    <>
      <h2>Connect a wallet</h2>
      {connectors.length === 0 && <p>No wallet was found in this browser. Install one, such as MetaMask or Rabby, and reload.</p>}
      <ul className="plain stack">
        {connectors.map((connector) => (
          <li key={connector.uid}>
            <button
              type="button"
              className="button wallet-choice"
              disabled={connect.isPending}
              onClick={() => connect.mutate({ connector })}
            >
              {connector.icon && <img src={connector.icon} alt="" width="24" height="24" />}
              {connector.name}
            </button>
          </li>
        ))}
      </ul>
      {connect.error && <Notice tone="error">{describeError(connect.error)}</Notice>}
    </>
  );
}

function Account({ address, onDone }: { address: string; onDone: () => void }) {
  const disconnect = useDisconnect({ mutation: { onSuccess: onDone } });
  const { data } = useHolder();
  return (
    <>
      <h2>Your account</h2>
      <dl className="facts">
        <Fact label="Address">
          <code className="hex wrap">{address}</code>
        </Fact>
        <Fact label="Balance">{data ? <Amount wei={data.balance} /> : "–"}</Fact>
        <Fact label="Voting power">{data ? <Amount wei={data.votes} /> : "–"}</Fact>
      </dl>
      <button type="button" className="button" onClick={() => disconnect.mutate({})}>
        Disconnect
      </button>
    </>
  );
}

/** Wallets that announced themselves; the unnamed injected one only where none did. */
function usable(connectors: readonly Connector[]): Connector[] {
  const announced = connectors.filter((connector) => connector.id !== "injected");
  if (announced.length) return announced;
  return "ethereum" in window ? [...connectors] : [];
}
