import { Button, Card, Group, NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { assistantSimulate, type PerformanceOut, type SimulateIn } from "../api/generated";
import { DataTable } from "../ui/DataTable";
import { Notice } from "../ui/Notice";
import { PageSkeleton } from "../ui/Page";
import { Section } from "../ui/Section";
import { CountFields, type Counted } from "./CountFields";
import { Reasons } from "./Reasons";
import type { Post } from "./workspace";

const Plots = lazy(() => import("./Plots"));

/** What the post may do: asked for, because it takes a moment. */
export function Performance({ post }: { post: Post }) {
  const [followers, setFollowers] = useState(1_000);
  const [usual, setUsual] = useState<Counted>({});
  const asked: SimulateIn = {
    text: post.text,
    platform: post.platform as SimulateIn["platform"],
    followers,
    usual: Object.keys(usual).length && post.platform !== "x" ? usual : null,
  };
  const simulation = useMutation({ mutationFn: (body: SimulateIn) => assistantSimulate({ body }) });
  const old = simulation.variables && JSON.stringify(simulation.variables) !== JSON.stringify(asked);
  return (
    <Section title="Predicted performance">
      <Card>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (post.text.trim()) simulation.mutate(asked);
          }}
        >
          <Stack>
            <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }}>
              <NumberInput
                label="Your followers"
                value={followers}
                min={0}
                max={100_000}
                clampBehavior="strict"
                allowDecimal={false}
                thousandSeparator
                onChange={(value) => setFollowers(Number(value) || 0)}
              />
              {post.platform !== "x" && <CountFields labelOf={(name) => `Usual ${name}`} counted={usual} change={setUsual} />}
            </SimpleGrid>
            {post.platform === "x" && (
              <Text size="sm" c="dimmed">
                X’s terms keep its figures from the predictor, so yours are not asked for.
              </Text>
            )}
            <Group>
              <Button type="submit" loading={simulation.isPending} disabled={!post.text.trim()}>
                Predict
              </Button>
              {!post.text.trim() && <Text size="sm">Write the post first.</Text>}
            </Group>
          </Stack>
        </form>
      </Card>
      {simulation.error && <Notice tone="error">{simulation.error.message}</Notice>}
      {simulation.data && (
        <Stack opacity={old ? 0.6 : 1}>
          {old && <Notice>This is of an earlier text or of other figures. Predict again.</Notice>}
          <Expected found={simulation.data.performance} />
          <Suspense fallback={<PageSkeleton what="the plots" />}>
            <Plots audience={simulation.data.audience} performance={simulation.data.performance} />
          </Suspense>
        </Stack>
      )}
    </Section>
  );
}

const NAMES: Record<string, string> = { readers: "different readers", beats_median: "your usual post", beats_tenth: "your best tenth" };

function Expected({ found }: { found: PerformanceOut }) {
  return (
    <Card>
      <Stack>
        <Notice tone={found.data === "own" ? "info" : "warn"}>
          Predicted {found.says}.{found.note && ` ${found.note[0]?.toUpperCase()}${found.note.slice(1)}.`}
        </Notice>
        <DataTable
          label="What it may do"
          rows={Object.entries(found.ranges)}
          keyOf={([name]) => name}
          empty="Nothing can be predicted of it."
          columns={[
            { head: "After seven days", cell: ([name]) => NAMES[name] ?? name },
            { head: "From", number: true, cell: ([, range]) => range.low.toLocaleString("en") },
            { head: "Typical", number: true, cell: ([, range]) => range.typical.toLocaleString("en") },
            { head: "To", number: true, cell: ([, range]) => range.high.toLocaleString("en") },
          ]}
        />
        <Text size="sm" c="dimmed">
          Of ten such posts, nine end between the two.
        </Text>
        {Object.entries(found.beats).map(([name, chance]) => (
          <Text key={name} size="sm">
            The chance to beat {NAMES[name] ?? name}: {Math.round(100 * chance)}%
          </Text>
        ))}
        <Reasons found={found} />
      </Stack>
    </Card>
  );
}
