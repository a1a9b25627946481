import { NativeSelect } from "@mantine/core";
import { usePersonas } from "../../api/queries";
import type { Persona } from "../../api/types";
import { Asked } from "../../ui/Notice";
import type { Who } from "../presets";

interface PersonaSelectProps {
  value: number | null;
  choose: (persona: Persona) => void;
}

/** One of the personas. */
export function PersonaSelect({ value, choose }: PersonaSelectProps) {
  const personas = usePersonas();
  return (
    <Asked query={personas} what="the personas">
      {({ items }) => (
        <NativeSelect
          label="Persona"
          value={value ?? ""}
          data={[
            { value: "", label: "Choose one", disabled: true },
            ...items.map((persona) => ({
              value: String(persona.id),
              label: `${persona.id}. ${whoIs(persona).name}${persona.active ? "" : " (not active)"}`,
            })),
          ]}
          onChange={(event) => {
            const chosen = items.find((persona) => String(persona.id) === event.currentTarget.value);
            if (chosen) choose(chosen);
          }}
        />
      )}
    </Asked>
  );
}

export const whoIs = ({ id, name }: Persona): Who => ({ id, name: name ?? `persona ${id}` });
