import { Anchor, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import type { Entry, PerCriterion, Phase, RoundDetail } from "../api/types";
import { formatScore, personaName, plural } from "../lib/format";
import { Amount, Chip } from "../ui/Bits";
import { Notice } from "../ui/Notice";
import { OnceSeen } from "../ui/OnceSeen";
import { VoteButton } from "../wallet/VoteButton";
import { CriteriaTable } from "./CriteriaTable";
import { PostPreview } from "./PostPreview";
import { Provenance } from "./Provenance";
import classes from "./round.module.css";

const CriteriaRadar = lazy(() => import("./CriteriaRadar"));

interface EntryCardProps {
  entry: Entry;
  round: RoundDetail;
  phase: Phase;
  average: PerCriterion<number> | null;
}

/** One entry: the post, its criteria, its votes, and where it came from. */
export function EntryCard({ entry, round, phase, average }: EntryCardProps) {
  const name = personaName(entry);
  const votingAt = (round.deadlines.vote_until ?? 0) - round.parameters.vote_window;
  return (
    <Card component="section" aria-label={`Entry of ${name}`} className={entry.rank === 1 ? classes.winner : ""}>
      <Group justify="space-between" mb="md">
        <Title order={3} fz="1.1rem">
          <Anchor component={Link} href={`/persona/${entry.persona_id}`} c="inherit" underline="hover">
            {name}
          </Anchor>
        </Title>
        <Group gap="xs">
          {entry.engine?.built_in && <Chip kind="built-in">Built-in writer</Chip>}
          {entry.rank !== null && <Chip kind={entry.rank === 1 ? "winner" : "rank"}>{entry.rank === 1 ? "Winner" : `Rank ${entry.rank}`}</Chip>}
        </Group>
      </Group>
      <SimpleGrid cols={{ base: 1, md: entry.criteria ? 2 : 1 }} spacing="xl">
        <Stack>
          {entry.text ? (
            <PostPreview entry={entry} platform={round.platform} />
          ) : (
            <Notice tone="warn">No text. {entry.failure ?? "The entry can’t be read."}</Notice>
          )}
          {entry.criteria && average && (
            <OnceSeen height={250}>
              <Suspense>
                <CriteriaRadar name={name} criteria={entry.criteria} average={average} />
              </Suspense>
            </OnceSeen>
          )}
          <Provenance entry={entry} brief={round.brief.document} />
        </Stack>
        <Stack>
          {entry.disqualified && <Notice tone="error">Disqualified: {entry.disqualified}</Notice>}
          {entry.criteria && <CriteriaTable name={name} criteria={entry.criteria} operators={entry.operators} />}
          <Tally entry={entry} phase={phase} />
          {phase === "voting" && <VoteButton roundId={round.id} entry={entry.index} name={name} votingAt={votingAt} />}
        </Stack>
      </SimpleGrid>
    </Card>
  );
}

function Tally({ entry, phase }: { entry: Entry; phase: Phase }) {
  return (
    <Group gap="md">
      <Text size="sm">
        {plural(entry.votes.count, "vote")}
        {entry.votes.count > 0 && (
          <>
            , <Amount wei={entry.votes.weight} />
          </>
        )}
      </Text>
      {entry.composite !== null && (
        <Text size="sm">
          composite {formatScore(entry.composite)}
          {phase !== "settled" && " so far"}
        </Text>
      )}
      {entry.final_score !== null && (
        <Text size="sm" fw={700}>
          final {formatScore(entry.final_score)}
        </Text>
      )}
      {entry.prize && entry.prize !== "0" && (
        <Text size="sm" fw={700} c="green">
          <Amount wei={entry.prize} /> to the vault
        </Text>
      )}
    </Group>
  );
}
