import { Anchor, Card, Group, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import { useEntries, useRound } from "../api/queries";
import type { Entries, RoundDetail } from "../api/types";
import { averageOf } from "../lib/average";
import { useRoundPhase } from "../lib/clock";
import { formatDuration, personaName } from "../lib/format";
import { deadlineOf, PHASE_LABEL, phaseSentence } from "../lib/phase";
import { lookOf } from "../lib/platforms";
import { Address, Amount, Chip, Fact, Facts } from "../ui/Bits";
import { PersonaLink } from "../ui/Links";
import { Asked, Empty, Notice } from "../ui/Notice";
import { Page, PageTitle } from "../ui/Page";
import { Section } from "../ui/Section";
import { RoundActions } from "../wallet/RoundActions";
import { BallotBoard } from "./BallotBoard";
import { BriefView } from "./BriefView";
import { EntryCard } from "./EntryCard";
import classes from "./round.module.css";
import { Scoreboard } from "./Scoreboard";
import { Timeline } from "./Timeline";
import { Votes } from "./Votes";

/** One round: its brief, entries, scores, ballots, votes and history. */
export default function RoundPage({ id }: { id: number }) {
  const round = useRound(id);
  const entries = useEntries(id);
  return (
    <Page>
      <Anchor component={Link} href="/">
        ← All rounds
      </Anchor>
      {!round.data && <PageTitle name={`Round ${id}`}>Round {id}</PageTitle>}
      <Asked query={round} what={`round ${id}`}>
        {(found) => (
          <>
            <Header round={found} />
            <BriefView brief={found.brief} />
            <Asked query={entries} what="the entries">
              {(data) => <Results round={found} entries={data} />}
            </Asked>
            <Timeline round={found} />
          </>
        )}
      </Asked>
    </Page>
  );
}

function Header({ round }: { round: RoundDetail }) {
  const { phase, now } = useRoundPhase(round);
  const deadline = deadlineOf(round, phase);
  const { members, committed, revealed, refused } = round.progress;
  return (
    <Card component="header" className={classes.head}>
      <Stack>
        <Group justify="space-between">
          <PageTitle name={`Round ${round.id}`}>Round {round.id}</PageTitle>
          <Chip kind={phase}>{PHASE_LABEL[phase]}</Chip>
        </Group>
        <Text size="lg" c="dimmed">
          {phaseSentence(round, phase, now)}
        </Text>
        <Facts>
          {deadline !== null && (
            <Fact label="Time left">
              <time className={classes.numbers}>{formatDuration(deadline - now)}</time>
            </Fact>
          )}
          {round.winner && (
            <Fact label="Winner">
              <PersonaLink persona={round.winner} />
            </Fact>
          )}
          <Fact label="Platform">{lookOf(round.platform).name}</Fact>
          <Fact label="Bounty">
            <Amount wei={round.bounty} />
          </Fact>
          {round.sponsored !== "0" && (
            <Fact label="Of it by sponsors">
              <Amount wei={round.sponsored} />
            </Fact>
          )}
          <Fact label="Proposed by">
            <Address value={round.proposer} />
          </Fact>
          {members > 0 && (
            <Fact label="Operators">
              {committed} committed, {revealed} of {members} revealed
              {refused > 0 && `, ${refused} had no valid sheet`}
            </Fact>
          )}
        </Facts>
        <RoundActions round={round} phase={phase} />
      </Stack>
    </Card>
  );
}

function Results({ round, entries }: { round: RoundDetail; entries: Entries }) {
  const { phase } = useRoundPhase(round);
  if (!entries.manifest) return <Waiting round={round} />;
  const ranked = [...entries.items].sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99) || a.index - b.index);
  const scored = entries.items.some((entry) => entry.composite !== null);
  const average = averageOf(entries.items);
  return (
    <>
      {entries.manifest.problem && <Notice tone="warn">{entries.manifest.problem}</Notice>}
      {ranked.some((entry) => entry.engine?.built_in) && (
        <Notice>
          <strong>Built-in writer, no language model.</strong> These entries are put together from the brief, its sources and the personas’ own
          lines. The operators can load a language model for later rounds.
        </Notice>
      )}
      {scored && <Scoreboard entries={ranked} provisional={entries.provisional} />}
      <Section title="Entries">
        {ranked.map((entry) => (
          <EntryCard key={entry.index} entry={entry} round={round} phase={phase} average={average} />
        ))}
      </Section>
      <BallotBoard roundId={round.id} roster={round.roster} />
      <Votes roundId={round.id} entries={entries.items} />
    </>
  );
}

function Waiting({ round }: { round: RoundDetail }) {
  const names = round.roster.map(personaName).join(", ");
  return (
    <Section title="Entries">
      <Empty>{round.state === "open" ? `Behind the curtain: ${names}.` : "No entries came in."}</Empty>
    </Section>
  );
}
