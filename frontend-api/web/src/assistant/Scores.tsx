import { Badge, Box, Card, Collapse, Group, List, Progress, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { AdviceOut, CriterionScore, ScoreOut } from "../api/generated";
import { CRITERIA, type Criterion } from "../api/types";
import { CRITERION_LABEL } from "../lib/criteria";
import { formatScore } from "../lib/format";
import { Notice } from "../ui/Notice";

const MAX = 10_000;
const SHOWN = 4;

interface ScoresProps {
  score: ScoreOut;
  stale: boolean;
}

/** The five criteria of the text, why they are so, and what would raise them. */
export function Scores({ score, stale }: ScoresProps) {
  const criteria = score.criteria;
  return (
    <Stack gap="md" opacity={stale ? 0.6 : 1} aria-busy={stale}>
      {score.refused && <Notice tone="warn">In a round it could not compete: {score.refused}.</Notice>}
      {criteria &&
        CRITERIA.map((criterion) => {
          const found = criteria[criterion];
          return found && <CriterionBar key={criterion} criterion={criterion} score={found} />;
        })}
      {criteria && <Advice advice={score.advice} />}
      {score.profile_note && (
        <Text size="sm" c="dimmed">
          By the scoring profile “{score.profile}”, which is not the one of rounds: {score.profile_note}.
        </Text>
      )}
    </Stack>
  );
}

function CriterionBar({ criterion, score }: { criterion: Criterion; score: CriterionScore }) {
  const [open, { toggle }] = useDisclosure(false);
  const label = CRITERION_LABEL[criterion];
  return (
    <Box>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>{label}</Text>
        <UnstyledButton onClick={toggle} aria-expanded={open}>
          <Text component="span" size="sm" td="underline">
            Why {formatScore(score.value)}
          </Text>
        </UnstyledButton>
      </Group>
      <Progress value={(100 * score.value) / MAX} aria-label={`${label}: ${formatScore(score.value)} of 10,000`} mt={4} />
      <Collapse expanded={open}>
        <Text size="sm" c="dimmed" mt="xs" style={{ overflowWrap: "anywhere" }}>
          {score.why}
        </Text>
        {(score.parts?.length ?? 0) > 0 && <Parts score={score} />}
      </Collapse>
    </Box>
  );
}

/** What adds up to a score: a bar to the right of the middle adds points, one to the left takes them. */
function Parts({ score }: { score: CriterionScore }) {
  const parts = score.parts ?? [];
  const most = Math.max(1, ...parts.map((part) => Math.abs(part.points)));
  return (
    <List listStyleType="none" spacing={6} mt="xs" size="sm">
      <List.Item>{formatScore(score.base ?? 0)} to begin with</List.Item>
      {parts.map((part, place) => (
        <List.Item key={place} styles={{ itemWrapper: { width: "100%" }, itemLabel: { width: "100%" } }}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <span>
              {part.name} ({+part.value.toFixed(2)})
            </span>
            <span>
              {part.points < 0 ? "−" : "+"}
              {formatScore(Math.abs(part.points))}
            </span>
          </Group>
          <Box h={6} pos="relative" bg="light-dark(var(--mantine-color-gray-3), var(--mantine-color-dark-4))" aria-hidden>
            <Box
              pos="absolute"
              h={6}
              w={`${(50 * Math.abs(part.points)) / most}%`}
              bg={part.points < 0 ? "gold.6" : "green.6"}
              style={part.points < 0 ? { right: "50%" } : { left: "50%" }}
            />
          </Box>
        </List.Item>
      ))}
    </List>
  );
}

/** What gains most, as the scores themselves say; each by itself. */
function Advice({ advice }: { advice: AdviceOut[] }) {
  return (
    <Card padding="md">
      <Title order={3} size="h4" mb="xs">
        What would raise it
      </Title>
      {advice.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing that the scores look at would raise it by much.
        </Text>
      ) : (
        <List spacing="xs" size="sm" listStyleType="none">
          {advice.slice(0, SHOWN).map((each) => (
            <List.Item key={each.signal}>
              {each.says}{" "}
              {Object.entries(each.gains).map(([criterion, gain]) => (
                <Badge key={criterion} color={gain < 0 ? "gold" : "green"} mr={4}>
                  {CRITERION_LABEL[criterion as Criterion]} {gain < 0 ? "−" : "+"}
                  {formatScore(Math.abs(gain))}
                </Badge>
              ))}
            </List.Item>
          ))}
        </List>
      )}
    </Card>
  );
}
