import { Button, Card, Group, Stack, Text } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { documentPost } from "../api/generated";
import type { Persona } from "../api/types";
import type { Wallet } from "../chain/wallet";
import { describeError } from "../lib/errors";
import { focusProblem } from "../lib/focus";
import { WalletGate } from "../tx/WalletGate";
import { Notice } from "../ui/Notice";
import { documentOf, type Draft, EMPTY, kindOfFile, MOST_TEXT, needsFile, problemsOf } from "./draft";
import { Aim, Terms, Words } from "./Fields";
import { FileField } from "./FileField";
import { forgetIncoming, incoming } from "./incoming";
import type { Pending } from "./pending";
import { upload } from "./upload";

interface ContributeFormProps {
  personas: Persona[];
  pinned: (pending: Pending) => void;
}

/** Writes a contribution and pins it; nothing is on chain before it is minted. */
export function ContributeForm({ personas, pinned }: ContributeFormProps) {
  const card = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState<Draft>(() => ({ ...EMPTY, ...(personas.length === 1 && { persona: personas[0]!.id }), ...incoming(location.search) }));
  const [file, setFile] = useState<File | null>(null);
  const [shown, setShown] = useState(false);
  const [sent, setSent] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const problems = problemsOf(draft, file !== null);
  const visible = shown ? problems : {};
  const own = personas.some(({ id }) => id === draft.persona) ? draft : { ...draft, persona: null };

  async function choose(chosen: File | null) {
    setFile(chosen);
    if (!chosen) return;
    const kind = kindOfFile(chosen.type);
    if (kind !== "text") return change({ kind });
    const text = chosen.size <= 4 * MOST_TEXT ? await chosen.text().catch(() => "") : "";
    setDraft((before) => ({ ...before, kind: needsFile(before.kind) ? "text" : before.kind, text: before.text || text, title: before.title || chosen.name }));
  }

  async function pin(wallet: Wallet) {
    setBusy(true);
    setError(null);
    try {
      const stored = file && { ...(await upload(file, setSent)), name: file.name };
      const document = documentOf(own, wallet.account.address, stored);
      const { digest, cid, expires_at } = await documentPost({ body: { kind: "contribution", document } });
      forgetIncoming();
      const { persona, kind, title } = own;
      pinned({ account: wallet.account.address, persona: persona!, kind, title: title.trim(), digest, cid, expires_at, nonce: null });
    } catch (failure) {
      setError(describeError(failure));
    } finally {
      setBusy(false);
      setSent(null);
    }
  }

  function submit(event: FormEvent, wallet: Wallet) {
    event.preventDefault();
    setShown(true);
    if (Object.keys(problemsOf(own, file !== null)).length) focusProblem(card.current!);
    else void pin(wallet);
  }

  return (
    <Card ref={card}>
      <Stack>
        <Aim draft={own} change={change} problems={visible} personas={personas} />
        <FileField file={file} choose={(chosen) => void choose(chosen)} sent={sent} problem={visible.file} required={needsFile(draft.kind)} />
        <Words draft={draft} change={change} problems={visible} />
        <Terms draft={draft} change={change} problems={visible} />
        {error && <Notice tone="error">{error}</Notice>}
        {shown && Object.keys(problems).length > 0 && <Notice tone="warn">Something is still missing: see what is marked above.</Notice>}
        <WalletGate>
          {(wallet) => (
            <form onSubmit={(event) => submit(event, wallet)}>
              <Group>
                <Button type="submit" loading={busy}>
                  Pin it
                </Button>
                <Text size="sm" c="dimmed">
                  Then you see its CID, and mint it.
                </Text>
              </Group>
            </form>
          )}
        </WalletGate>
      </Stack>
    </Card>
  );
}
