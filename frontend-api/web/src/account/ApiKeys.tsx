import { Button, Card, CopyButton, Group, Modal, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keysCreate, keysDelete } from "../api/generated";
import * as ask from "../api/generated/@tanstack/react-query.gen";
import type { KeyOut, NewKeyOut } from "../api/generated/types.gen";
import { describeError } from "../lib/errors";
import { formatTime } from "../lib/format";
import { DataTable } from "../ui/DataTable";
import { Asked, Notice } from "../ui/Notice";

/** Keys by which programs act for their owner. */
export function ApiKeys() {
  const keys = useQuery(ask.keysListOptions());
  return (
    <Card>
      <Stack>
        <Title order={2}>API keys</Title>
        <Text c="dimmed">
          A program that has one chats and drafts as you, with any client for OpenAI’s API. It can’t reach this page or your wallet.
        </Text>
        <Asked query={keys} what="your API keys">
          {({ items, most }) => (
            <>
              <KeyTable items={items} />
              {items.length < most ? <NewKey /> : <Text>You have {most} keys. Revoke one to make another.</Text>}
            </>
          )}
        </Asked>
      </Stack>
    </Card>
  );
}

function KeyTable({ items }: { items: readonly KeyOut[] }) {
  return (
    <DataTable
      label="Your API keys"
      rows={items}
      keyOf={(key) => key.id}
      empty="You have no API keys yet."
      columns={[
        { head: "Name", cell: (key) => <span style={{ overflowWrap: "anywhere" }}>{key.name}</span> },
        { head: "Begins with", cell: (key) => <code>{key.start}…</code> },
        { head: "Made", cell: (key) => formatTime(key.created) },
        { head: "Revoke", headHidden: true, cell: (key) => <Revoke found={key} /> },
      ]}
    />
  );
}

function Revoke({ found }: { found: KeyOut }) {
  const refresh = useRefresh();
  const [asked, setAsked] = useState(false);
  const revoke = useMutation({ mutationFn: () => keysDelete({ path: { key_id: found.id } }), onSettled: refresh });
  return (
    <>
      <Button size="compact-sm" variant="default" aria-label={`Revoke ${found.name}`} onClick={() => setAsked(true)}>
        Revoke
      </Button>
      <Modal opened={asked} onClose={() => setAsked(false)} title="Revoke this key?">
        <Stack>
          <Text style={{ overflowWrap: "anywhere" }}>Programs that use “{found.name}” stop working at once.</Text>
          <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke the key
          </Button>
          {revoke.error && <Notice tone="error">{describeError(revoke.error)}</Notice>}
        </Stack>
      </Modal>
    </>
  );
}

function NewKey() {
  const refresh = useRefresh();
  const [name, setName] = useState("");
  const make = useMutation({ mutationFn: () => keysCreate({ body: { name } }), onSuccess: refresh });
  const forget = () => {
    setName("");
    make.reset();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Group align="flex-end">
        <TextInput
          label="Name of a new key"
          description="For you alone, such as the program that will use it."
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          flex={1}
          miw={200}
        />
        <Button type="submit" loading={make.isPending} disabled={!name.trim()}>
          Make a key
        </Button>
      </Group>
      {make.error && <Notice tone="error">{describeError(make.error)}</Notice>}
      <Modal opened={make.data !== undefined} onClose={forget} title="Your new API key" closeOnClickOutside={false}>
        {make.data && <Secret made={make.data} done={forget} />}
      </Modal>
    </form>
  );
}

function Secret({ made, done }: { made: NewKeyOut; done: () => void }) {
  return (
    <Stack>
      <Text>Keep it where nobody else sees it. It is shown this once.</Text>
      <TextInput label="API key" readOnly value={made.secret} onFocus={(event) => event.currentTarget.select()} />
      <Group>
        <CopyButton value={made.secret}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy"}</Button>}
        </CopyButton>
        <Button variant="default" onClick={done}>
          I have kept it
        </Button>
      </Group>
    </Stack>
  );
}

function useRefresh() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ask.keysListQueryKey() });
}
