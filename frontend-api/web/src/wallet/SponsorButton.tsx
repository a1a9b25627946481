import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useContracts, useToken } from "../chain/contracts";
import { useHolder } from "../chain/holder";
import { parseAmount } from "../lib/amount";
import { call } from "../tx/call";
import { approve } from "../tx/permit";
import { useTransaction } from "../tx/useTransaction";
import { Amount } from "../ui/Bits";

/** Adds to the bounty of a round whose entries have not come in. */
export function SponsorButton({ roundId }: { roundId: number }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open} style={{ alignSelf: "flex-start" }}>
        Add to the bounty
      </Button>
      <Modal opened={opened} onClose={close} title={`Add to the bounty of round ${roundId}`}>
        <SponsorForm roundId={roundId} done={close} />
      </Modal>
    </>
  );
}

function SponsorForm({ roundId, done }: { roundId: number; done: () => void }) {
  const { symbol, decimals } = useToken();
  const contracts = useContracts();
  const { data: holder } = useHolder();
  const begin = useTransaction();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const amount = parseAmount(text, decimals);
    if (!amount) return setProblem("Enter an amount, such as 100.");
    done();
    begin({
      title: `Add to the bounty of round ${roundId}`,
      does: "Moves the amount into the round’s bounty. It comes back to you only where the round expires or fails.",
      facts: [["You add", <Amount key="amount" wei={amount} />]],
      plan: async (steps) => {
        await approve(steps, contracts, { spender: contracts.rounds.address, amount });
        await steps.send("Add to the bounty", call({ ...contracts.rounds, functionName: "addBounty", args: [BigInt(roundId), amount] }));
      },
    });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>A larger bounty makes larger prizes. The amount is shared like the rest of the bounty.</Text>
        <TextInput
          label={`Amount in ${symbol}`}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          error={problem}
          description={holder && <>You hold <Amount wei={holder.balance} />.</>}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit">Go on</Button>
        </Group>
      </Stack>
    </form>
  );
}
