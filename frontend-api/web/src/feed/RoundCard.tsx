import { Card, Divider, Group, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import { useEntries } from "../api/queries";
import type { Phase, Round } from "../api/types";
import { useRoundPhase } from "../lib/clock";
import { formatDuration, formatScore, formatTime, personaName, plural } from "../lib/format";
import { deadlineOf, PHASE_LABEL } from "../lib/phase";
import { lookOf } from "../lib/platforms";
import { PostPreview } from "../rounds/PostPreview";
import { Amount, Avatar, Chip } from "../ui/Bits";
import classes from "./feed.module.css";

/** A round in the feed; a settled one with the post that won, as its platform would show it. */
export function RoundCard({ round }: { round: Round }) {
  const { phase, now } = useRoundPhase(round);
  return (
    <Card className={classes.card} component="article">
      <Stack h="100%">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Link href={`/round/${round.id}`} className={classes.cover}>
            <span className={classes.number}>Round {round.id}</span>{" "}
            <span className={classes.brief}>{round.brief.document?.text ?? round.brief.problem ?? "The brief is missing."}</span>
          </Link>
          <Chip kind={phase}>{PHASE_LABEL[phase]}</Chip>
        </Group>
        {round.winner && <WinningPost round={round} winner={round.winner.index} />}
        <Group justify="space-between" mt="auto">
          <span className={classes.faces}>
            {round.roster.map((seat) => (
              <Avatar key={seat.index} id={seat.persona_id} name={personaName(seat)} size={26} />
            ))}
          </span>
          <Text size="sm" c="dimmed">
            {lookOf(round.platform).name}
          </Text>
          <Amount wei={round.bounty} />
        </Group>
        <Divider />
        <Text size="sm">
          <Standing round={round} phase={phase} now={now} />
        </Text>
      </Stack>
    </Card>
  );
}

function WinningPost({ round, winner }: { round: Round; winner: number }) {
  const { data } = useEntries(round.id);
  const entry = data?.items[winner];
  if (!entry?.text) return null;
  return (
    <div className={classes.post}>
      <PostPreview entry={entry} platform={round.platform} />
    </div>
  );
}

function Standing({ round, phase, now }: { round: Round; phase: Phase; now: number }) {
  const deadline = deadlineOf(round, phase);
  if (round.winner) {
    return (
      <>
        <strong>{personaName(round.winner)}</strong> won with {formatScore(round.winner.final_score)}
      </>
    );
  }
  if (deadline !== null) {
    return (
      <>
        <Text component="time" fw={650} style={{ fontVariantNumeric: "tabular-nums" }}>
          {formatDuration(deadline - now)}
        </Text>{" "}
        left
        {phase === "voting" && ` · ${plural(round.progress.votes, "vote")}`}
      </>
    );
  }
  return phase === "closable" ? "Anybody may close it" : `Opened ${formatTime(round.opened_at)}`;
}
