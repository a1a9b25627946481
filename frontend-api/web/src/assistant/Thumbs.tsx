import { ActionIcon, Button, Group, Stack, Text } from "@mantine/core";
import type { PostOut } from "../api/generated";
import { useAccountSession } from "../account/session";
import type { WritingVoice } from "./generation";
import { useKeptPost, useSaying } from "./useFeedback";

/** What its reader thinks of the draft that a voice likes best. */
export function Thumbs({ voice: { post, name } }: { voice: WritingVoice }) {
  const { session } = useAccountSession();
  if (session && post) return <ThumbPair key={session.address} post={post} name={name} />;
  return (
    <Text size="xs" c="dimmed">
      {session ? "Drafts that are written from now on can learn from your thumbs." : "Sign in before you write, and your thumbs teach how to write for you."}
    </Text>
  );
}

interface ThumbPairProps {
  post: string;
  /** Who wrote it. */
  name: string;
  known?: PostOut;
}

export function ThumbPair({ post, name, known }: ThumbPairProps) {
  const kept = useKeptPost(post, known);
  const saying = useSaying(post);
  const given = kept.data?.thumb ?? null;
  const give = (thumb: boolean | null) => saying.mutate({ thumb });
  const error = saying.error ?? kept.error;
  return (
    <Stack gap={4}>
      <Group gap="xs">
        {([true, false] as const).map((up) => (
          <ActionIcon
            key={String(up)}
            variant={given === up ? "filled" : "default"}
            size="lg"
            radius="xl"
            aria-pressed={given === up}
            aria-label={`Thumb ${up ? "up" : "down"} for ${name}’s draft`}
            onClick={() => give(given === up ? null : up)}
          >
            <Thumb up={up} />
          </ActionIcon>
        ))}
        <Text size="xs" c="dimmed" role="status">
          {given !== null && (kept.data?.variant ? "Kept: the next drafts learn from it." : "Kept.")}
        </Text>
        {given !== null && (
          <Button variant="subtle" size="compact-xs" aria-label={`Undo the thumb for ${name}’s draft`} onClick={() => give(null)}>
            Undo
          </Button>
        )}
      </Group>
      {error && (
        <Text size="xs" role="alert">
          {error.message}
        </Text>
      )}
    </Stack>
  );
}

const Thumb = ({ up }: { up: boolean }) => (
  <svg
    viewBox="0 0 24 24"
    width="18"
    height="18"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinejoin="round"
    aria-hidden="true"
    style={up ? undefined : { transform: "rotate(180deg)" }}
  >
    <path d="M3 11h4v10H3zM7 12l4-9a2.5 2.5 0 0 1 2.5 2.5V9H19a2 2 0 0 1 2 2.3l-1.2 8a2 2 0 0 1-2 1.7H7" />
  </svg>
);
