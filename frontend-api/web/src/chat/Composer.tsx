import { ActionIcon, Group, Text, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";

const MOST = 4_000;
const NEARLY = 3_500;

interface ComposerProps {
  name: string;
  /** What is worth knowing before one sends, or null. */
  hint: string | null;
  /** Whether something else can be said now. */
  ready: boolean;
  say: (text: string) => void;
  /** Stops the answer that is on its way; null where none is. */
  stop: (() => void) | null;
}

/** Where the user writes: Enter sends, Shift and Enter begins a new line. */
export function Composer({ name, hint, ready, say, stop }: ComposerProps) {
  const [text, setText] = useState("");
  const sendable = text.trim() !== "" && text.length <= MOST && ready;

  function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    if (!sendable) return;
    say(text.trim());
    setText("");
  }

  function pressed(event: KeyboardEvent) {
    // While an input method composes a word, Enter chooses it.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
  }

  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <Textarea
          flex={1}
          label={`Your message to ${name}`}
          description={hint ?? "Enter sends, Shift+Enter begins a new line."}
          inputWrapperOrder={["label", "input", "description", "error"]}
          placeholder="Say something"
          autosize
          minRows={1}
          maxRows={8}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={pressed}
          error={text.length > MOST ? `Too long: ${text.length} of ${MOST} characters.` : null}
        />
        {stop ? (
          <ActionIcon size={36} mb={22} variant="default" aria-label="Stop the answer" title="Stop" onClick={stop}>
            <Icon path="M7 7h10v10H7z" />
          </ActionIcon>
        ) : (
          <ActionIcon size={36} mb={22} type="submit" aria-label="Send" title="Send" disabled={!sendable}>
            <Icon path="M4 12l16-8-6 16-3-6z" />
          </ActionIcon>
        )}
      </Group>
      {text.length > NEARLY && text.length <= MOST && (
        <Text size="xs" c="dimmed">
          {MOST - text.length} characters left
        </Text>
      )}
    </form>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg width="20" height="20" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
