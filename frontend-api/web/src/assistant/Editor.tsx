import { Button, Card, CopyButton, Group, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { Link } from "wouter";
import type { LengthOut } from "../api/generated";
import { useDeployed } from "../chain/contracts";
import { lookOf } from "../lib/platforms";
import type { Post, Step, Workspace } from "./workspace";

interface EditorProps {
  here: Workspace;
  take: (step: Step) => void;
  /** As the platform counts; undefined until it is known. */
  length: LengthOut | undefined;
  stale: boolean;
}

/** The post: where it goes, what it is about, its text. */
export function Editor({ here, take, length, stale }: EditorProps) {
  const { post, before } = here;
  const platforms = useDeployed().platforms.filter((each) => each.slug);
  const write = (part: Partial<Post>) => take({ kind: "write", part });
  return (
    <Card>
      <Stack>
        <NativeSelect
          label="Platform"
          value={post.platform}
          onChange={(event) => write({ platform: event.currentTarget.value })}
          data={platforms.map((each) => ({ value: each.slug ?? "", label: lookOf(each).name }))}
        />
        <Textarea
          label="What it shall say"
          description="A brief: personas write from it, and scores ask whether the text keeps to it. It may stay empty."
          value={post.brief}
          maxLength={2_000}
          autosize
          minRows={2}
          maxRows={8}
          onChange={(event) => write({ brief: event.currentTarget.value })}
        />
        <Textarea
          label="Your post"
          placeholder="Write here, or let personas draft it below."
          value={post.text}
          maxLength={10_000}
          autosize
          minRows={7}
          maxRows={24}
          error={length && !length.fits && !stale ? `${post.platform} takes ${length.limit.toLocaleString("en")} ${length.unit}.` : undefined}
          onChange={(event) => write({ text: event.currentTarget.value })}
        />
        <Count length={length} stale={stale} />
        <TextInput
          label="Name of this draft"
          description="For you alone."
          value={post.title}
          maxLength={200}
          onChange={(event) => write({ title: event.currentTarget.value })}
        />
        <Group>
          <CopyButton value={post.text}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy} disabled={!post.text}>
                {copied ? "Copied" : "Copy"}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" disabled={!before.length} onClick={() => take({ kind: "undo" })}>
            Undo “take this”
          </Button>
          <Button component={Link} href={proposePath(post)} variant="subtle">
            Propose a round with it
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function Count({ length, stale }: { length: LengthOut | undefined; stale: boolean }) {
  if (!length) return null;
  const [least, most] = length.best_words;
  return (
    <Text size="sm" c="dimmed" opacity={stale ? 0.6 : 1}>
      {length.count.toLocaleString("en")} of {length.limit.toLocaleString("en")} {length.unit}. {least} to {most} words read best there.
    </Text>
  );
}

/** The form of a round, filled with the brief, or else with the post. */
function proposePath({ brief, text, platform }: Post): string {
  const said = (brief.trim() || text.trim()).slice(0, 2_000);
  return `/propose?${new URLSearchParams({ platform, ...(said && { brief: said }) })}`;
}
