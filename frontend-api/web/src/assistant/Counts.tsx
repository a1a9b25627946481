import { Button, Group, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import type { PostOut } from "../api/generated";
import { Notice } from "../ui/Notice";
import { CountFields, COUNTS, type Counted } from "./CountFields";
import { useSaying } from "./useFeedback";

/** What readers did with a draft once it was published. */
export function Counts({ kept }: { kept: PostOut }) {
  const [open, { open: show, close }] = useDisclosure(false);
  const told = COUNTS.filter((name) => typeof kept.engagement?.[name] === "number");
  if (kept.platform === "x") {
    return (
      <Text size="xs" c="dimmed">
        X’s counts may teach no model, so they are not asked for.
      </Text>
    );
  }
  return (
    <Group gap="xs">
      <Text size="sm">{told.map((name) => `${kept.engagement?.[name]?.toLocaleString("en")} ${name}`).join(", ")}</Text>
      <Button variant="default" size="xs" onClick={show} aria-label={told.length ? `Change the counts of ${kept.persona}’s draft` : `Tell what readers did with ${kept.persona}’s draft`}>
        {told.length ? "Change the counts" : "Tell what readers did"}
      </Button>
      <Modal opened={open} onClose={close} title="What readers did">
        <CountsForm kept={kept} done={close} />
      </Modal>
    </Group>
  );
}

function CountsForm({ kept, done }: { kept: PostOut; done: () => void }) {
  const [counted, setCounted] = useState<Counted>(() =>
    Object.fromEntries(COUNTS.flatMap((name) => (typeof kept.engagement?.[name] === "number" ? [[name, kept.engagement[name]]] : []))),
  );
  const saying = useSaying(kept.post);
  const enough = COUNTS.some((name) => name !== "impressions" && counted[name] !== undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const counts = Object.fromEntries(COUNTS.map((name) => [name, counted[name] ?? null]));
        if (enough) saying.mutate({ engagement: { ...kept.engagement, ...counts } }, { onSuccess: done });
      }}
    >
      <Stack>
        <Text size="sm">
          Published it? Copy the counts from the platform; you can change them later. They teach how to write for you, and no other account
          sees them.
        </Text>
        <SimpleGrid cols={2}>
          <CountFields labelOf={(name) => `${name[0]?.toUpperCase()}${name.slice(1)}`} counted={counted} change={setCounted} />
        </SimpleGrid>
        {saying.error && <Notice tone="error">{saying.error.message}</Notice>}
        <Group>
          <Button type="submit" loading={saying.isPending} disabled={!enough}>
            Keep the counts
          </Button>
          {kept.engagement && (
            <Button variant="default" disabled={saying.isPending} onClick={() => saying.mutate({ engagement: null }, { onSuccess: done })}>
              Take them back
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
