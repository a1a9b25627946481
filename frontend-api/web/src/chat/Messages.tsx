import { Box, Button, Group, Loader, Paper, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { MessageOut } from "../api/generated";
import { formatTime } from "../lib/format";
import { Avatar } from "../ui/Bits";
import classes from "./chat.module.css";
import type { Talk } from "./talk";

const NEAR_THE_END_PX = 80;

interface MessagesProps {
  talk: Talk;
  persona: number;
  name: string;
  showEarlier: () => Promise<boolean>;
}

/** What both said, with the newest in view; a screen reader hears each answer when it is whole. */
export function Messages({ talk, persona, name, showEarlier }: MessagesProps) {
  const { line, messages, unkept, answer } = talk;
  const follow = useFollow(`${messages.length}/${unkept?.key}/${answer?.text.length}`);
  return (
    <Stack {...follow} gap="md" role="log" aria-label={`Conversation with ${name}`} aria-live="polite" aria-busy={answer !== null} className={classes.log} tabIndex={0}>
      {messages.length >= 100 && <Earlier show={showEarlier} />}
      {messages.map((message) => (
        <Said key={message.id} message={message} persona={persona} name={name} />
      ))}
      {unkept && <Bubble mine who="You" text={unkept.text} note={unkept.failed ? "not sent" : line === "open" ? "sending…" : "not sent yet: it goes out once connected"} />}
      {answer && <Bubble persona={persona} who={name} text={answer.text} note={answer.text ? "writing…" : undefined} thinking={!answer.text} />}
    </Stack>
  );
}

function Said({ message, persona, name }: { message: MessageOut; persona: number; name: string }) {
  const time = formatTime(message.at);
  if (message.role === "user") return <Bubble mine who="You" text={message.text} note={time} />;
  const note = [message.engine, message.cut && "ended early", time].filter(Boolean).join(" · ");
  return <Bubble persona={persona} who={name} text={message.text} note={note} />;
}

interface BubbleProps {
  who: string;
  text: string;
  mine?: boolean;
  persona?: number;
  note?: string;
  thinking?: boolean;
}

function Bubble({ who, text, mine = false, persona, note, thinking = false }: BubbleProps) {
  return (
    <Group align="flex-end" justify={mine ? "flex-end" : "flex-start"} gap="xs" wrap="nowrap">
      {persona !== undefined && <Avatar id={persona} name={who} size={32} />}
      <Box maw="min(85%, 640px)" miw={0}>
        <Paper withBorder radius="lg" px="md" py="xs" className={mine ? classes.mine : undefined}>
          <VisuallyHidden>{who}: </VisuallyHidden>
          {thinking ? <Loader type="dots" size="sm" role="status" aria-label={`${who} is thinking`} /> : <Text className={classes.text}>{text}</Text>}
        </Paper>
        {note && (
          <Text size="xs" c="dimmed" px="xs" ta={mine ? "right" : "left"}>
            {note}
          </Text>
        )}
      </Box>
    </Group>
  );
}

function Earlier({ show }: { show: () => Promise<boolean> }) {
  const [state, setState] = useState<"more" | "loading" | "all" | "failed">("more");
  if (state === "all") return null;
  async function ask() {
    setState("loading");
    setState(await show().then((more) => (more ? "more" : "all"), () => "failed" as const));
  }
  return (
    <Button variant="default" size="xs" mx="auto" loading={state === "loading"} onClick={() => void ask()}>
      {state === "failed" ? "Can’t load earlier messages. Try again" : "Show earlier messages"}
    </Button>
  );
}

/** Keeps the end in view while it grows, unless the user has scrolled up to read. */
function useFollow(version: string) {
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const top = useRef(0);
  useEffect(() => {
    if (log.current && following.current) log.current.scrollTop = log.current.scrollHeight;
  }, [version]);
  function onScroll() {
    if (!log.current) return;
    const { scrollHeight, scrollTop, clientHeight } = log.current;
    if (scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX) following.current = true;
    else if (scrollTop < top.current) following.current = false; // only the user scrolls up
    top.current = scrollTop;
  }
  return { ref: log, onScroll };
}
