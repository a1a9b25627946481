import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { getAddress, isAddress } from "viem";
import type { VoterDetail } from "../api/generated";
import { useContracts } from "../chain/contracts";
import { useWallet } from "../chain/wallet";
import { formatTime } from "../lib/format";
import { call } from "../tx/call";
import { TransactionButton } from "../tx/TransactionButton";
import { useTransaction } from "../tx/useTransaction";
import { Address, Amount } from "../ui/Bits";
import { Asked } from "../ui/Notice";
import { Panel } from "../ui/Section";
import { useMe } from "./queries";

/** What the connected account can decide, and to whom its votes go. */
export function PowerPanel() {
  const wallet = useWallet();
  const me = useMe();
  return (
    <Panel title="My voting power">
      {wallet ? (
        <Asked query={me} what="your voting power">
          {(voter) => <Power voter={voter} />}
        </Asked>
      ) : (
        <Text c="dimmed">Connect a wallet to see what you can decide.</Text>
      )}
    </Panel>
  );
}

function Power({ voter }: { voter: VoterDetail }) {
  const mine = voter.delegate === voter.address;
  return (
    <>
      <Text size="xl" component="div">
        <Amount wei={voter.votes} />
      </Text>
      <Text size="sm" c="dimmed" component="div">
        You hold <Amount wei={voter.balance} />.{" "}
        {voter.delegate === null && "They have no votes until you delegate them, to yourself or to somebody you trust."}
        {mine && "They vote through you."}
        {voter.delegate !== null && !mine && (
          <>
            They vote through <Address value={voter.delegate} />.
          </>
        )}
      </Text>
      {voter.delegators > 0 && <Delegators voter={voter} />}
      <Delegate voter={voter} />
      {voter.checkpoints.length > 0 && <History voter={voter} />}
    </>
  );
}

function Delegators({ voter }: { voter: VoterDetail }) {
  return (
    <details>
      <summary>
        {voter.delegators} {voter.delegators === 1 ? "account votes" : "accounts vote"} through you
      </summary>
      {voter.delegated_by.map(({ address, balance }) => (
        <Group key={address} justify="space-between">
          <Address value={address} />
          <Amount wei={balance} />
        </Group>
      ))}
    </details>
  );
}

function History({ voter }: { voter: VoterDetail }) {
  return (
    <details>
      <summary>How it changed</summary>
      {voter.checkpoints.slice(0, 10).map((point) => (
        <Group key={`${point.block}-${point.votes}`} justify="space-between">
          <Text size="sm">{formatTime(point.time)}</Text>
          <Amount wei={point.votes} />
        </Group>
      ))}
    </details>
  );
}

function Delegate({ voter }: { voter: VoterDetail }) {
  const { token } = useContracts();
  const open = useTransaction();
  const [to, setTo] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  function delegateTo(address: string) {
    if (!isAddress(address)) return setProblem("Write an address: 0x and 40 hex digits.");
    setProblem(null);
    open({
      title: "Delegate my votes",
      does: "Gives the votes of your tokens, those of now and those to come, to this address. The tokens stay yours. It counts for votes that begin from then on.",
      facts: [["To", address]],
      call: call({ ...token, functionName: "delegate", args: [getAddress(address)] }),
      afterwards: () => setTo(""),
    });
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        delegateTo(to.trim());
      }}
    >
      <Stack gap="sm">
        {voter.delegate !== voter.address && (
          <TransactionButton
            transaction={{
              title: "Delegate to myself",
              does: "Lets your own tokens vote, those of now and those to come. They stay yours, and you may delegate anew at any time.",
              call: (account) => call({ ...token, functionName: "delegate", args: [account] }),
            }}
          />
        )}
        <TextInput
          label="Delegate to another address"
          placeholder="0x…"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={problem}
        />
        <Button type="submit" variant="default">
          Delegate
        </Button>
      </Stack>
    </form>
  );
}
