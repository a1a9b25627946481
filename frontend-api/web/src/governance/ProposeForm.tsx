import { Button, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { troupeGovernorAbi } from "../chain/abi/TroupeGovernor";
import { troupeGovernorEvents } from "../chain/abi/TroupeGovernorEvents";
import { useContract } from "../chain/contracts";
import { formatDuration } from "../lib/format";
import { call } from "../tx/call";
import { madeNumber } from "../tx/made";
import { useTransaction } from "../tx/useTransaction";
import { Amount } from "../ui/Bits";
import { Notice } from "../ui/Notice";
import { Panel } from "../ui/Section";
import { type Action, proposeArgs } from "./action";
import { useGovernor, useMe } from "./queries";

/** Title, reason, and the transaction that puts the actions to the vote. */
export function ProposeForm({ actions }: { actions: readonly Action[] }) {
  const governor = useContract("TroupeGovernor", troupeGovernorAbi);
  const open = useTransaction();
  const [, navigate] = useLocation();
  const { data: rules } = useGovernor();
  const { data: me } = useMe();
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const tooFew = rules !== undefined && me !== undefined && BigInt(me.votes) < BigInt(rules.proposal_threshold);

  function submit() {
    if (!actions.length) return setProblem("Add something that the proposal would do first.");
    if (!title.trim()) return setProblem("Write a title.");
    setProblem(null);
    open({
      title: "Put it to the vote",
      does: "Makes the proposal on chain, with its title, its text and your address. You can take it back until its vote begins.",
      facts: actions.map((action, i) => [`Action ${i + 1}`, action.says] as const),
      call: (account) => call({ ...governor, functionName: "propose", args: proposeArgs(actions, title, text, account) }),
      afterwards: (logs) => {
        const proposal = madeNumber(logs, { address: governor.address, abi: troupeGovernorEvents, eventName: "ProposalCreated", argument: "proposalId" });
        if (location.pathname === "/governance/new") navigate(proposal ? `/governance/${proposal}` : "/governance");
      },
    });
  }

  return (
    <Panel title="Why">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <TextInput label="Title" maxLength={150} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
          <Textarea
            label="Reason"
            description="What is gained, what is given up. It stands on chain for good."
            autosize
            minRows={4}
            maxLength={10_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {rules && me && (
            <Text size="sm" c="dimmed" component="div">
              A proposer needs <Amount wei={rules.proposal_threshold} />; you have <Amount wei={me.votes} />. Voting begins{" "}
              {formatDuration(rules.voting_delay)} after the proposal and lasts {formatDuration(rules.voting_period)}.
            </Text>
          )}
          {tooFew && <Notice tone="warn">You have too few votes to propose. Delegate to yourself, or ask others to delegate to you.</Notice>}
          {problem && <Notice tone="error">{problem}</Notice>}
          <Button type="submit" disabled={tooFew} style={{ alignSelf: "flex-start" }}>
            Put it to the vote
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}
