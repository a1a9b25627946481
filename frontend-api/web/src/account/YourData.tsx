import { Button, Card, Group, Modal, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { accountExport } from "../api/generated";
import { describeError } from "../lib/errors";
import { saveFile } from "../lib/save";
import { Notice } from "../ui/Notice";
import { useDeleteAccount } from "./session";

const WORD = "delete";

/** All that is kept of the account: to take along, or to be gone. */
export function YourData() {
  const take = useMutation({ mutationFn: async () => save(await accountExport()) });
  const [opened, { open, close }] = useDisclosure();
  return (
    <Card>
      <Stack>
        <Title order={2}>Your data</Title>
        <Text c="dimmed">
          Kept here for you alone: conversations, drafts, keys and sessions. Your posts teach the service’s predictor only where you let
          them, in the assistant. What you put on chain or pinned is public, and stays.
        </Text>
        <Group>
          <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
            Export as JSON
          </Button>
          <Button variant="outline" color="red" onClick={open}>
            Delete your account
          </Button>
        </Group>
        {take.error && <Notice tone="error">{describeError(take.error)}</Notice>}
        <Modal opened={opened} onClose={close} title="Delete your account?">
          <Deletion />
        </Modal>
      </Stack>
    </Card>
  );
}

function Deletion() {
  const remove = useDeleteAccount();
  const [typed, setTyped] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        remove.mutate();
      }}
    >
      <Stack>
        <Text>Your conversations, drafts and API keys are deleted for good, and every browser is signed out.</Text>
        <TextInput label={`Type “${WORD}” to go on`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <Button type="submit" color="red" disabled={typed.trim().toLowerCase() !== WORD} loading={remove.isPending}>
          Delete for good
        </Button>
        {remove.error && <Notice tone="error">{describeError(remove.error)}</Notice>}
      </Stack>
    </form>
  );
}

const save = (found: unknown): void => saveFile("troupe-account.json", "application/json", JSON.stringify(found, null, 2));
