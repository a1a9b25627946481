import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import type { RoundDetail } from "../api/types";
import { useContracts, useToken } from "../chain/contracts";
import { useHolder } from "../chain/holder";
import { parseAmount, problemOfPayment } from "../lib/amount";
import { focusProblem } from "../lib/focus";
import { call } from "../tx/call";
import { pay } from "../tx/permit";
import { useTransaction } from "../tx/useTransaction";
import { Amount } from "../ui/Bits";

/** The least that a sponsor may add, as a part of the least bounty: `SPONSOR_PART` of `GenerationRounds`. */
const PART = 100n;

/** Adds to the bounty of a round whose entries have not come in. */
export function SponsorButton({ round }: { round: RoundDetail }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open} style={{ alignSelf: "flex-start" }}>
        Add to the bounty
      </Button>
      <Modal opened={opened} onClose={close} title={`Add to the bounty of round ${round.id}`}>
        <SponsorForm round={round} done={close} />
      </Modal>
    </>
  );
}

function SponsorForm({ round, done }: { round: RoundDetail; done: () => void }) {
  const { symbol, decimals } = useToken();
  const contracts = useContracts();
  const { data: holder } = useHolder();
  const begin = useTransaction();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const least = BigInt(round.parameters.min_bounty) / PART;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const found = problemOfPayment(text, { decimals, symbol, least, held: holder?.balance });
    setProblem(found);
    const amount = parseAmount(text, decimals);
    if (found || amount === null) return focusProblem(event.currentTarget);
    done();
    begin({
      title: `Add to the bounty of round ${round.id}`,
      does: "Moves the amount into the round’s bounty. It comes back to you only where the round expires or fails.",
      facts: [["You add", <Amount key="amount" wei={amount} />]],
      ...pay("Add to the bounty", {
        contracts,
        spender: contracts.rounds.address,
        amount,
        takes: call({ ...contracts.rounds, functionName: "addBounty", args: [BigInt(round.id), amount] }),
      }),
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
          description={
            <>
              At least <Amount wei={least} />.{holder && <> You hold <Amount wei={holder.balance} />.</>}
            </>
          }
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit">Go on</Button>
        </Group>
      </Stack>
    </form>
  );
}
