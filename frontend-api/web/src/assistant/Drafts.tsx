import { Button, Card, Drawer, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { SignInGate } from "../account/SignInGate";
import type { DraftOut } from "../api/generated";
import { useAccountSession } from "../account/session";
import { formatTime } from "../lib/format";
import { lookOf } from "../lib/platforms";
import { Asked, Empty, Notice } from "../ui/Notice";
import { Elsewhere, keptOf, useDraftList, useKeeping } from "./useDrafts";
import { isUnsaved, type Step, type Workspace } from "./workspace";

interface DraftsProps {
  here: Workspace;
  take: (step: Step) => void;
}

/** Where the post is kept: in this tab always, in the account when asked. */
export function Drafts({ here, take }: DraftsProps) {
  const signedIn = useAccountSession().session !== null;
  const [open, { open: show, close }] = useDisclosure(false);
  const { keeping, deleting } = useKeeping();
  const unsaved = isUnsaved(here);
  const save = () => keeping.mutate(here, { onSuccess: (kept) => take({ kind: "keep", kept }) });
  const begin = () => take({ kind: "begin", platform: here.post.platform });
  return (
    <Stack gap="xs">
      <Group>
        {signedIn && (
          <Button onClick={save} loading={keeping.isPending} disabled={!unsaved}>
            Save draft
          </Button>
        )}
        <Button variant="default" onClick={show}>
          My drafts
        </Button>
        <NewDraft unsaved={unsaved} begin={begin} />
        <Text size="sm" c="dimmed" role="status">
          {stateOf(here, signedIn, unsaved)}
        </Text>
      </Group>
      {keeping.error && <Refused error={keeping.error} here={here} take={take} again={save} done={keeping.reset} />}
      <Drawer opened={open} onClose={close} title="My drafts" position="right">
        <SignInGate reason="Sign in to keep drafts in your account.">
          {deleting.error && <Notice tone="error">{deleting.error.message}</Notice>}
          <DraftList
            remove={(id) => deleting.mutate(id, { onSuccess: () => id === here.kept?.id && take({ kind: "let go" }) })}
            choose={(step) => {
              take(step);
              close();
            }}
            unsaved={unsaved}
          />
        </SignInGate>
      </Drawer>
    </Stack>
  );
}

function stateOf({ kept }: Workspace, signedIn: boolean, unsaved: boolean): string {
  if (!unsaved) return kept ? "Saved in your account." : "";
  return signedIn ? "Not saved yet; this tab keeps it." : "This tab keeps it until you close it. Sign in to save it in your account.";
}

/** Begins anew; asks first where something would be lost. */
function NewDraft({ unsaved, begin }: { unsaved: boolean; begin: () => void }) {
  if (unsaved) return <AskedFirst name="New" question="Begin anew?" yes="Discard what is here" no="Keep writing" act={begin} />;
  return (
    <Button variant="subtle" onClick={begin}>
      New
    </Button>
  );
}

interface AskedFirstProps {
  name: string;
  /** What is meant, where others are beside it. */
  of?: string;
  question: string;
  yes: string;
  no: string;
  act: () => void;
  size?: "xs";
}

/** A button for what can't be taken back: it asks in its own place, and staying is the answer at hand. */
function AskedFirst({ name, of, question, yes, no, act, size }: AskedFirstProps) {
  const [asked, { open: ask, close: answered }] = useDisclosure(false);
  if (!asked) {
    return (
      <Button variant="subtle" w="fit-content" onClick={ask} {...(of && { "aria-label": `${name} ${of}` })} {...(size && { size })}>
        {name}
      </Button>
    );
  }
  return (
    <Group gap="xs" role="group" aria-label={question}>
      <Button color="gold" onClick={() => (act(), answered())} {...(size && { size })}>
        {yes}
      </Button>
      <Button variant="default" onClick={answered} autoFocus {...(size && { size })}>
        {no}
      </Button>
    </Group>
  );
}

interface RefusedProps extends DraftsProps {
  error: Error;
  again: () => void;
  done: () => void;
}

function Refused({ error, here, take, again, done }: RefusedProps) {
  if (!(error instanceof Elsewhere)) {
    return (
      <Notice tone="error">
        <Text size="sm" mb="sm">
          It could not be saved. {error.message} Your text is safe in this tab.
        </Text>
        <Button variant="default" onClick={again}>
          Try again
        </Button>
      </Notice>
    );
  }
  const { theirs } = error;
  return (
    <Notice tone="warn">
      <Text size="sm" mb="sm">
        {error.message} Nothing was overwritten.
      </Text>
      <Group>
        <Button variant="default" onClick={() => (take({ kind: "let go" }), done())}>
          Keep mine, as a new draft
        </Button>
        <Button variant="default" onClick={() => (take({ kind: "keep", kept: theirs }), done())}>
          Keep mine, in place of the other
        </Button>
        <Button variant="default" onClick={() => (take({ kind: "open", kept: theirs }), done())} disabled={theirs.text === here.post.text}>
          Open the other
        </Button>
      </Group>
    </Notice>
  );
}

const nameOf = ({ title, text }: DraftOut): string => title || text?.slice(0, 60) || "Without a name";

interface DraftListProps {
  choose: (step: Step) => void;
  remove: (id: string) => void;
  unsaved: boolean;
}

function DraftList({ choose, remove, unsaved }: DraftListProps) {
  const list = useDraftList(true);
  return (
    <Stack>
      {unsaved && <Notice>What you write now is not saved: opening a draft takes its place.</Notice>}
      <Asked query={list} what="your drafts">
        {({ pages }) => {
          const drafts = pages.flatMap((page) => page.items);
          if (!drafts.length) return <Empty>No draft yet. Write something, and save it.</Empty>;
          return drafts.map((draft) => (
            <Card key={draft.id} padding="sm">
              <Stack gap="xs">
                <UnstyledButton w="100%" onClick={() => choose({ kind: "open", kept: keptOf(draft) })}>
                  <Text fw={600} style={{ overflowWrap: "anywhere" }}>
                    {nameOf(draft)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {lookOf({ slug: draft.platform }).name}, changed {formatTime(draft.updated)}
                  </Text>
                </UnstyledButton>
                <AskedFirst
                  size="xs"
                  name="Delete"
                  of={nameOf(draft)}
                  question={`Delete ${nameOf(draft)}?`}
                  yes="Delete for good"
                  no="Keep it"
                  act={() => remove(draft.id)}
                />
              </Stack>
            </Card>
          ));
        }}
      </Asked>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          More
        </Button>
      )}
    </Stack>
  );
}
