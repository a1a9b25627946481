import { Button, Code, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { isAddress } from "viem";
import type { HeldContribution } from "../api/generated";
import type { Hex } from "../api/types";
import { useContributionNFT } from "../contribute/mint";
import { formatImpact } from "../lib/contribution";
import { call } from "../tx/call";
import { useTransaction } from "../tx/useTransaction";
import { AssetAmount } from "../ui/AssetAmount";

/** Gives a contribution's token to somebody else, and says what moves with it. */
export function Transfer({ contribution }: { contribution: HeldContribution }) {
  const { token_id, holder, weight, earnings } = contribution;
  const nft = useContributionNFT();
  const begin = useTransaction();
  const [opened, { open, close }] = useDisclosure(false);
  const [to, setTo] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const due = earnings.filter(({ claimable }) => claimable !== "0");

  function submit(event: FormEvent) {
    event.preventDefault();
    const target = to.trim();
    if (!isAddress(target)) return setProblem("Write the whole address: 0x and 40 hex digits.");
    if (target.toLowerCase() === holder.toLowerCase()) return setProblem("That is your own address.");
    setProblem(null);
    close();
    begin({
      title: `Transfer contribution #${token_id}`,
      does: (
        <>
          Gives the token to the address below. Its weight, all it will earn, and whatever is not claimed yet go with it. It can’t be
          taken back.
        </>
      ),
      facts: [["To", <Code key="to" style={{ overflowWrap: "anywhere" }}>{target}</Code>], ...factsOf(due, weight)],
      call: call({ ...nft, functionName: "safeTransferFrom", args: [holder, target as Hex, BigInt(token_id)] }),
    });
  }

  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        Transfer #{token_id}
      </Button>
      <Modal opened={opened} onClose={close} title={`Transfer contribution #${token_id}`}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text size="sm">
              Whoever holds the token is paid. What is not claimed yet goes with it{due.length > 0 && ": claim it first to keep it"}.
            </Text>
            <TextInput label="To the address" value={to} error={problem} onChange={(event) => setTo(event.currentTarget.value)} data-autofocus />
            <Group>
              <Button type="submit">Go on</Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

const factsOf = (due: HeldContribution["earnings"], weight: string) => [
  ["Weight", formatImpact(weight)] as const,
  ...due.map(({ asset, claimable }) => ["Not claimed yet", <AssetAmount asset={asset} amount={claimable} />] as const),
];
