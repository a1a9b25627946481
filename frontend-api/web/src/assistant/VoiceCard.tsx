import { Badge, Button, Card, Group, Loader, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { CRITERIA } from "../api/types";
import { CRITERION_LABEL } from "../lib/criteria";
import { formatScore } from "../lib/format";
import { Notice } from "../ui/Notice";
import type { WritingVoice, WrittenCandidate } from "./generation";
import { Thumbs } from "./Thumbs";

interface VoiceCardProps {
  voice: WritingVoice;
  writing: boolean;
  take: (text: string) => void;
}

/** One voice's candidates: the best first, once it is known. */
export function VoiceCard({ voice, writing, take }: VoiceCardProps) {
  const done = voice.best !== undefined;
  const order = voice.candidates.map((candidate, place) => ({ candidate, place }));
  order.sort((a, b) => Number(b.place === voice.best) - Number(a.place === voice.best));
  return (
    <Card component="article" aria-label={voice.name}>
      <Stack>
        <Group justify="space-between">
          <Title order={3} size="h4" style={{ overflowWrap: "anywhere" }}>
            {voice.name}
          </Title>
          {!done && writing && <Loader size="xs" aria-label={`${voice.name} is writing`} />}
        </Group>
        {voice.problem && <Text size="sm">{voice.problem}</Text>}
        {done && voice.best === null && !voice.problem && <Text size="sm">Nothing that could be published.</Text>}
        {order.map(({ candidate, place }) => (
          <Candidate key={place} candidate={candidate} best={place === voice.best} take={take}>
            {place === voice.best && (voice.unkept ? <Notice tone="warn">{voice.unkept}</Notice> : <Thumbs key={voice.post} voice={voice} />)}
          </Candidate>
        ))}
      </Stack>
    </Card>
  );
}

interface CandidateProps {
  candidate: WrittenCandidate;
  best: boolean;
  take: (text: string) => void;
  children: ReactNode;
}

function Candidate({ candidate: { heard, result }, best, take, children }: CandidateProps) {
  const text = result ? result.text : heard;
  const criteria = result?.criteria;
  return (
    <Stack gap="xs" opacity={result && !best ? 0.85 : 1}>
      {best && (
        <Badge color="gold" w="fit-content">
          Likes this best
        </Badge>
      )}
      {text && (
        <Text component="blockquote" m={0} dir="auto" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {text}
        </Text>
      )}
      {result?.dropped && <Text size="sm">Dropped: {result.dropped}.</Text>}
      {criteria && (
        <Text size="xs" c="dimmed">
          {CRITERIA.map((name) => `${CRITERION_LABEL[name]} ${formatScore(criteria[name]?.value ?? 0)}`).join(" · ")}
        </Text>
      )}
      {result && !result.dropped && (
        <Button variant={best ? "filled" : "default"} size="xs" w="fit-content" onClick={() => take(result.text)}>
          Take this
        </Button>
      )}
      {children}
    </Stack>
  );
}
