import { Button, Card, Checkbox, Collapse, Fieldset, Group, NativeSelect, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { GenerateIn } from "../api/generated";
import { usePersonas } from "../api/queries";
import type { Persona } from "../api/types";
import { Asked, Empty, Notice } from "../ui/Notice";
import { problemOfSources, type SourceDraft, sourcesOf } from "../propose/draft";
import { LANGUAGES } from "../lib/languages";
import { SourcesField } from "../propose/SourcesField";
import { Section } from "../ui/Section";
import { MOST_REWRITTEN, newPostOf, rewriteOf } from "./asks";
import { useGeneration } from "./generation";
import { VoiceCard } from "./VoiceCard";
import { type Own, ownVoiceOf } from "./own";
import type { Post, Step } from "./workspace";

const MOST = 5;

interface VoicesProps {
  post: Post;
  take: (step: Step) => void;
}

/** Drafts by personas, side by side, as they are written. */
export function Voices({ post, take }: VoicesProps) {
  const personas = usePersonas();
  const generation = useGeneration();
  const busy = generation.state === "asking" || generation.state === "writing";
  return (
    <Section title="Let personas write it">
      <Asked query={personas} what="the personas">
        {({ items }) => (
          <VoicesForm post={post} personas={items.filter((each) => each.active)} busy={busy} start={generation.start} stop={generation.stop} />
        )}
      </Asked>
      {generation.engine?.built_in && (
        <Notice>
          Written by Troupe’s built-in writer, which is no language model: it picks and joins sentences of the brief, its sources and the
          persona’s card. It knows no language but English.
        </Notice>
      )}
      {generation.problem && <Notice tone="error">{generation.problem}</Notice>}
      {generation.state === "stopped" && <Notice>You stopped it. What was written stays here.</Notice>}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} aria-live="polite" aria-busy={busy}>
        {generation.voices.map((voice) => (
          <VoiceCard key={voice.persona_id ?? "own"} voice={voice} writing={busy} take={(text) => take({ kind: "take", text, voice: voice.persona_id })} />
        ))}
      </SimpleGrid>
    </Section>
  );
}

interface FormProps {
  post: Post;
  personas: Persona[];
  busy: boolean;
  start: (wanted: GenerateIn) => unknown;
  stop: () => void;
}

function VoicesForm({ post, personas, busy, start, stop }: FormProps) {
  const [chosen, setChosen] = useState<string[]>(() => personas.slice(0, 3).map((each) => String(each.id)));
  const [candidates, setCandidates] = useState(2);
  const [own, setOwn] = useState<Own>({ used: false, instructions: "", posts: "" });
  const [sources, setSources] = useState<SourceDraft[]>([]);
  const [language, setLanguage] = useState("en");
  const [newPost, rewrite] = [newPostOf(post), rewriteOf(post)];
  const ofSources = problemOfSources(sources);
  const count = chosen.length + Number(own.used);
  const ready = !busy && count >= 1 && count <= MOST && !ofSources;
  const ask = (brief: string) =>
    start({
      brief,
      platform: post.platform as GenerateIn["platform"],
      personas: chosen.map(Number),
      own: ownVoiceOf(own),
      sources: sourcesOf(sources),
      language,
      candidates,
    });
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && newPost) ask(newPost);
        }}
      >
        <Stack>
          {personas.length === 0 ? (
            <Empty>No persona is active here. You can still write in your own voice.</Empty>
          ) : (
            <Checkbox.Group label={`Who writes (${MOST} at most)`} value={chosen} onChange={setChosen}>
              <Group mt="xs">
                {personas.map((each) => (
                  <Checkbox key={each.id} value={String(each.id)} label={`${each.name ?? `Persona ${each.id}`}${each.tone ? `, ${each.tone}` : ""}`} />
                ))}
              </Group>
            </Checkbox.Group>
          )}
          <OwnVoice own={own} change={(part) => setOwn((before) => ({ ...before, ...part }))} />
          <SourcesField sources={sources} change={setSources} problem={ofSources} />
          <Group align="flex-start">
            <NativeSelect
              label="Language"
              description="Of what is written."
              value={language}
              onChange={(event) => setLanguage(event.currentTarget.value)}
              data={LANGUAGES}
              w={240}
            />
            <NativeSelect
              label="Candidates of each"
              description="Each keeps the one that it likes best."
              value={String(candidates)}
              onChange={(event) => setCandidates(Number(event.currentTarget.value))}
              data={["1", "2", "3", "4"]}
              w={240}
            />
          </Group>
          <Group>
            <Button type="submit" disabled={!ready || !newPost}>
              Write
            </Button>
            <Button variant="default" disabled={!ready || !rewrite} onClick={() => rewrite && ask(rewrite)}>
              Rewrite your post
            </Button>
            {busy && (
              <Button variant="default" onClick={stop}>
                Stop
              </Button>
            )}
            {(count < 1 || count > MOST) && <Text size="sm">Choose 1 to {MOST} voices.</Text>}
          </Group>
          <Text size="sm" c="dimmed">
            They write a post of what it shall say above, or say your post anew in their own voices.
            {post.text.trim().length > MOST_REWRITTEN && ` Yours is too long for that: they rewrite up to ${MOST_REWRITTEN.toLocaleString("en")} characters.`}
          </Text>
        </Stack>
      </form>
    </Card>
  );
}

function OwnVoice({ own, change }: { own: Own; change: (part: Partial<Own>) => void }) {
  return (
    <Fieldset legend="Your own voice">
      <Checkbox label="Write in my own voice too" checked={own.used} onChange={(event) => change({ used: event.currentTarget.checked })} />
      <Collapse expanded={own.used}>
        <Stack mt="sm">
          <Textarea
            label="How you write"
            placeholder="Dry, short sentences, never a hashtag."
            value={own.instructions}
            maxLength={2_000}
            autosize
            minRows={2}
            onChange={(event) => change({ instructions: event.currentTarget.value })}
          />
          <Textarea
            label="Your old posts"
            description="Leave an empty line between two. Their length, mood and habits are matched; nothing of them is kept."
            value={own.posts}
            autosize
            minRows={3}
            maxRows={12}
            onChange={(event) => change({ posts: event.currentTarget.value })}
          />
        </Stack>
      </Collapse>
    </Fieldset>
  );
}
