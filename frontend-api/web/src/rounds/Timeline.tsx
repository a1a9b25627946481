import { Group, Timeline as Steps } from "@mantine/core";
import type { RoundDetail } from "../api/types";
import { formatTime } from "../lib/format";
import { type EventRun, runsOf } from "../lib/timeline";
import { TxHash } from "../ui/Bits";
import { Section } from "../ui/Section";

const LABEL: Record<string, string> = {
  GenerationProposed: "Round opened",
  BountyAdded: "A sponsor added to the bounty",
  EntriesSubmitted: "Entries submitted, voting began",
  QuestionOpened: "The committee was asked",
  Committed: "An operator committed its score sheet",
  VoteCast: "A holder voted",
  Revealed: "An operator revealed its score sheet",
  RevealRefused: "An operator had no valid score sheet to reveal",
  QuestionClosed: "Scoring closed",
  RoundSettled: "Round settled",
  RoundExpired: "Round expired, bounty refunded",
  RoundFailed: "Round failed, bounty refunded",
  PrizePaid: "A prize was paid to a vault",
  FeeCredited: "An operator earned its fee",
  Penalized: "An operator paid a penalty",
  SponsorRefunded: "A sponsor reclaimed",
};

/** Everything that happened on chain, in order; what happened several times in a row stands together. */
export function Timeline({ round }: { round: RoundDetail }) {
  const runs = runsOf(round.timeline);
  return (
    <Section title="Timeline">
      <Steps active={runs.length} bulletSize={14} lineWidth={2}>
        {runs.map((run) => (
          <Steps.Item key={`${run[0].tx}-${run[0].log_index}`} title={titleOf(run)}>
            <Group gap="sm" fz="sm" c="dimmed">
              <time>{formatTime(run[0].time)}</time>
              {[...new Set(run.map((event) => event.tx))].map((hash) => (
                <TxHash key={hash} value={hash} />
              ))}
              {!run.every((event) => event.final) && <span>not final yet</span>}
            </Group>
          </Steps.Item>
        ))}
      </Steps>
    </Section>
  );
}

const titleOf = (run: EventRun) => `${LABEL[run[0].name] ?? run[0].name}${run.length > 1 ? ` ×${run.length}` : ""}`;
