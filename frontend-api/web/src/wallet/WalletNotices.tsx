import { useConnection, useSwitchChain } from "wagmi";
import { chainOf } from "../chain/config";
import { useContracts, useDeployed } from "../chain/contracts";
import { useHolder } from "../chain/holder";
import { send } from "../chain/send";
import { useSteps } from "../chain/steps";
import { useWallet } from "../chain/wallet";
import { describeError } from "../lib/errors";
import { Notice } from "../ui/Notice";
import { StepList } from "../ui/Steps";

/** What a connected holder should put right before acting: the wrong network, tokens that don't vote. */
export function WalletNotices() {
  const { status, chainId } = useConnection();
  const deployment = useDeployed();
  if (status !== "connected") return null;
  return chainId === deployment.chain_id ? <DelegateNotice /> : <NetworkNotice />;
}

function NetworkNotice() {
  const chain = chainOf(useDeployed());
  const { mutate, isPending, error } = useSwitchChain();
  return (
    <Notice tone="warn">
      <p>
        Your wallet is on another network. Troupe is on <strong>{chain.name}</strong>.
      </p>
      <button type="button" className="button" disabled={isPending} onClick={() => mutate({ chainId: chain.id })}>
        Switch network
      </button>
      {error && <p>{describeError(error)}</p>}
    </Notice>
  );
}

function DelegateNotice() {
  const wallet = useWallet();
  const { token } = useContracts();
  const { data } = useHolder();
  const { steps, error, busy, run } = useSteps();
  if (!wallet || !data?.undelegated) return null;

  const delegate = () =>
    run((step) =>
      step("Delegate your votes to yourself", (onHash) =>
        send(wallet.client, { ...token, functionName: "delegate", args: [wallet.address] }, onHash),
      ),
    );

  return (
    <Notice tone="warn">
      <p>
        <strong>Your tokens don’t vote yet.</strong> They count once you delegate them to yourself; they stay yours. It counts for
        rounds whose entries come in afterwards.
      </p>
      <button type="button" className="button" disabled={busy} onClick={() => void delegate()}>
        Delegate to myself
      </button>
      <StepList steps={steps} error={error} />
    </Notice>
  );
}
