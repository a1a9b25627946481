import { Button, Checkbox, Group, Modal, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import type { MessageOut } from "../api/generated";
import { Notice } from "../ui/Notice";
import classes from "./chat.module.css";
import { GIFT_KEY, giftOf, MOST_CHARACTERS, transcript } from "./gift";
import type { Talk } from "./talk";

interface GiveProps {
  persona: number;
  name: string;
  talk: Talk;
  close: () => void;
}

/** Chooses what of a conversation is given, shows what that makes public, and leads to the contribute page. */
export function GiveConversation({ persona, name, talk, close }: GiveProps) {
  const [, navigate] = useLocation();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [title, setTitle] = useState(() => firstWords(talk));
  const chosen = talk.messages.filter(({ id }) => !left.has(id));
  const length = transcript(chosen, name).length;

  const toggle = (id: number) => setLeft((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));

  function give() {
    sessionStorage.setItem(GIFT_KEY, JSON.stringify(giftOf(chosen, persona, name, title)));
    navigate("/contribute");
  }

  return (
    <Modal opened onClose={close} size="lg" title={`Give this conversation to ${name}`}>
      <Stack>
        <Text size="sm">
          Choose what you give. If it is accepted, it can become part of what {name} learns from, and you share in what {name} earns.
        </Text>
        <TextInput label="Title" maxLength={200} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <ScrollArea.Autosize mah="35vh" type="auto" viewportProps={{ tabIndex: 0, role: "group", "aria-label": "Messages to give" }}>
          <Stack gap="xs">
            {talk.messages.map((message) => (
              <Choice key={message.id} message={message} name={name} checked={!left.has(message.id)} toggle={() => toggle(message.id)} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Notice tone="warn">
          What you choose becomes public for ever, together with your wallet’s address: it can’t be taken back or deleted. Leave out whatever says who
          you or others are.
        </Notice>
        {length > MOST_CHARACTERS && (
          <Notice tone="error">
            Too long: {length} of {MOST_CHARACTERS} characters. Leave some messages out.
          </Notice>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Keep it private
          </Button>
          <Button disabled={!chosen.length || length > MOST_CHARACTERS} onClick={give}>
            Go on to contribute
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const firstWords = ({ messages }: Talk): string => messages.find(({ role }) => role === "user")?.text.split("\n", 1)[0]?.slice(0, 80) ?? "";

interface ChoiceProps {
  message: MessageOut;
  name: string;
  checked: boolean;
  toggle: () => void;
}

function Choice({ message: { role, text }, name, checked, toggle }: ChoiceProps) {
  return (
    <Checkbox
      checked={checked}
      onChange={toggle}
      label={
        <Text component="span" size="sm" className={classes.text}>
          <strong>{role === "user" ? "You" : name}:</strong> {text}
        </Text>
      }
    />
  );
}
