import { Button, Card, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useId } from "react";
import type { FigureOut, PostOut } from "../api/generated";
import { formatTime } from "../lib/format";
import { lookOf } from "../lib/platforms";
import { DataTable } from "../ui/DataTable";
import { Asked, Notice } from "../ui/Notice";
import { Counts } from "./Counts";
import { ThumbPair } from "./Thumbs";
import { useForgetting, useKeptPosts } from "./useFeedback";

/** The account's drafts, and what became of them: predictions beside what happened. */
export function KeptPosts() {
  const [open, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <Stack>
      <Button variant="default" w="fit-content" onClick={toggle} aria-expanded={open} aria-controls={id}>
        Your drafts, and what became of them
      </Button>
      <div id={id}>{open && <Posts />}</div>
    </Stack>
  );
}

function Posts() {
  const kept = useKeptPosts();
  return (
    <Asked query={kept} what="your drafts">
      {({ pages }) => (
        <Stack>
          {pages.flatMap((page) => page.items).map((each) => (
            <KeptPost key={each.post} kept={each} />
          ))}
          {kept.hasNextPage && (
            <Button variant="default" w="fit-content" loading={kept.isFetchingNextPage} onClick={() => void kept.fetchNextPage()}>
              Older drafts
            </Button>
          )}
        </Stack>
      )}
    </Asked>
  );
}

function KeptPost({ kept }: { kept: PostOut }) {
  return (
    <Card component="article" aria-label={`${kept.persona}’s draft of ${formatTime(kept.at)}`}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {kept.persona}, for {lookOf({ slug: kept.platform }).name}, {formatTime(kept.at)}
        </Text>
        <Text component="blockquote" m={0} dir="auto" lineClamp={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {kept.text}
        </Text>
        <Group justify="space-between">
          <ThumbPair post={kept.post} name={kept.persona} known={kept} />
          <Counts kept={kept} />
        </Group>
        {kept.predicted.length > 0 && <Predicted figures={kept.predicted} />}
        <Forget kept={kept} />
      </Stack>
    </Card>
  );
}

/** Deletes a draft and what was told of it, once that is agreed to. */
function Forget({ kept }: { kept: PostOut }) {
  const [asked, { open, close }] = useDisclosure(false);
  const forgetting = useForgetting(kept.post);
  return (
    <>
      <Button variant="subtle" size="compact-xs" w="fit-content" onClick={open}>
        Delete this draft and what was learnt from it
      </Button>
      <Modal opened={asked} onClose={close} title="Delete this draft?">
        <Stack>
          <Text style={{ overflowWrap: "anywhere" }}>
            It goes for good, with your thumb and the counts: {kept.persona} no longer learns from them.
          </Text>
          <Button color="red" loading={forgetting.isPending} onClick={() => forgetting.mutate()}>
            Delete for good
          </Button>
          {forgetting.error && <Notice tone="error">{forgetting.error.message}</Notice>}
        </Stack>
      </Modal>
    </>
  );
}

const round = (value: number): string => Math.round(value).toLocaleString("en");

function Predicted({ figures }: { figures: FigureOut[] }) {
  return (
    <>
      <DataTable
        label="What was predicted, and what happened"
        rows={figures}
        keyOf={(each) => `${each.by} ${each.figure}`}
        empty="Nothing was predicted."
        columns={[
          { head: "Predicted", cell: ({ figure }) => figure },
          { head: "From", number: true, cell: ({ low }) => round(low) },
          { head: "Typical", number: true, cell: ({ middle }) => round(middle) },
          { head: "To", number: true, cell: ({ high }) => round(high) },
          { head: "Happened", number: true, cell: ({ happened, inside }) => (happened === null ? "not told" : `${round(happened)}, ${inside ? "inside" : "outside"}`) },
        ]}
      />
      <Text size="sm" c="dimmed">
        Kept with the draft, before anything happened, by a {figures[0]?.by}, which read the draft alone.
        {figures[0]?.by.includes("synthetic") && " A synthetic world says nothing of real readers."}
      </Text>
    </>
  );
}
