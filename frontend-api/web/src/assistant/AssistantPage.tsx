import { Button, Grid, Text } from "@mantine/core";
import { useDeployed } from "../chain/contracts";
import { Notice } from "../ui/Notice";
import { Page, PageHead } from "../ui/Page";
import { Section } from "../ui/Section";
import { Drafts } from "./Drafts";
import { Editor } from "./Editor";
import { Learnt } from "./Learnt";
import { Performance } from "./Performance";
import { MoodOf } from "./MoodOf";
import { Scores } from "./Scores";
import { useScore } from "./useScore";
import { Voices } from "./Voices";
import { useWorkspace } from "./workspace";

/** Writes a post with its author: scores it live, has personas draft it, says what it may do. */
export default function AssistantPage() {
  const first = useDeployed().platforms.find((each) => each.slug)?.slug ?? "x";
  const [here, take] = useWorkspace(first);
  const score = useScore(here.post, here.voice);
  return (
    <Page>
      <PageHead title="Assistant" lead="Write a post, see what it scores and why, and let personas draft or rewrite it with you." />
      <Drafts here={here} take={take} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Editor here={here} take={take} length={score.data?.length} stale={score.stale} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Section title="Scores">
            <MoodOf voice={here.voice} hold={(voice) => take({ kind: "hold", voice })} />
            {score.error && (
              <Notice tone="warn">
                <Text size="sm" mb="sm">
                  {score.error.message} Your text is safe here.
                </Text>
                <Button variant="default" loading={score.isFetching} onClick={() => void score.refetch()}>
                  Try again
                </Button>
              </Notice>
            )}
            {score.data ? (
              <Scores score={score.data} stale={score.stale} />
            ) : (
              !score.error && (
                <Text c="dimmed">{here.post.text.trim() ? "Reading your text…" : "They come as you write: the five criteria of a round."}</Text>
              )
            )}
          </Section>
        </Grid.Col>
      </Grid>
      <Voices post={here.post} take={take} />
      <Performance post={here.post} />
      <Learnt />
    </Page>
  );
}
