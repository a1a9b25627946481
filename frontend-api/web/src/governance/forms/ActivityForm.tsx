import { Text } from "@mantine/core";
import { useState } from "react";
import type { Persona } from "../../api/types";
import { personaRegistryAbi } from "../../chain/abi/PersonaRegistry";
import { setActive } from "../presets";
import { useTarget } from "../useTarget";
import { PersonaSelect, whoIs } from "./PersonaSelect";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

/** Lets a persona take part in rounds, or retires it. */
export function ActivityForm({ add }: PresetProps) {
  const registry = useTarget("PersonaRegistry", personaRegistryAbi);
  const [persona, setPersona] = useState<Persona | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function submit() {
    if (!persona) return setProblem("Choose a persona.");
    setProblem(null);
    add(setActive(registry, whoIs(persona), !persona.active));
  }

  return (
    <PresetForm problem={problem} submit={submit}>
      <PersonaSelect value={persona?.id ?? null} choose={setPersona} />
      {persona && (
        <Text size="sm">
          {persona.active
            ? "It is active: the proposal retires it. It takes part in no more rounds; its vault stays."
            : "It is not active: the proposal activates it. The first time it gets its vault."}
        </Text>
      )}
    </PresetForm>
  );
}
