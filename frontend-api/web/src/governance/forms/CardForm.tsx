import { FileInput, Loader, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Hex, isHex } from "viem";
import { type Card, documentPost } from "../../api/generated";
import type { Persona } from "../../api/types";
import { personaRegistryAbi } from "../../chain/abi/PersonaRegistry";
import { describeError } from "../../lib/errors";
import { setCard } from "../presets";
import { useTarget } from "../useTarget";
import { PersonaSelect, whoIs } from "./PersonaSelect";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

/** Gives a persona another card: a file, which is pinned, or the digest of one that is. */
export function CardForm({ add }: PresetProps) {
  const registry = useTarget("PersonaRegistry", personaRegistryAbi);
  const [persona, setPersona] = useState<Persona | null>(null);
  const [digest, setDigest] = useState("");
  const [pinning, setPinning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function pin(file: File | null) {
    if (!file) return;
    setPinning(true);
    setProblem(null);
    try {
      const document = JSON.parse(await file.text()) as Card;
      setDigest((await documentPost({ body: { kind: "card", document } })).digest);
    } catch (failure) {
      setProblem(failure instanceof SyntaxError ? "This file is no JSON." : describeError(failure));
    } finally {
      setPinning(false);
    }
  }

  function submit() {
    if (!persona) return setProblem("Choose a persona.");
    if (!isDigest(digest.trim())) return setProblem("Choose a card’s file, or write its digest: 0x and 64 hex digits.");
    setProblem(null);
    add(setCard(registry, whoIs(persona), digest.trim() as Hex));
  }

  return (
    <PresetForm problem={problem} submit={submit}>
      <PersonaSelect value={persona?.id ?? null} choose={setPersona} />
      <FileInput
        label="New card"
        description="A card of Troupe as a JSON file, such as one that was downloaded and changed. It is pinned and becomes public."
        accept="application/json,.json"
        clearable
        rightSection={pinning ? <Loader size="xs" /> : undefined}
        onChange={(file) => void pin(file)}
      />
      <TextInput label="Digest of the card" value={digest} onChange={(event) => setDigest(event.currentTarget.value)} />
      {pinning && <Text role="status">Pinning the card…</Text>}
    </PresetForm>
  );
}

/** Whether it names a document: 32 bytes of hex. */
export const isDigest = (text: string): text is Hex => isHex(text) && text.length === 66;
