import { NativeSelect } from "@mantine/core";
import { usePersonas } from "../api/queries";

interface MoodOfProps {
  voice: number | null;
  hold: (voice: number | null) => void;
}

/** Whose mood the sentiment criterion asks for. */
export function MoodOf({ voice, hold }: MoodOfProps) {
  const personas = usePersonas().data?.items ?? [];
  const known = personas.some((each) => each.id === voice);
  return (
    <NativeSelect
      label="Mood asked for"
      value={voice ?? ""}
      onChange={(event) => hold(event.currentTarget.value ? Number(event.currentTarget.value) : null)}
      data={[
        { value: "", label: "An even one" },
        ...(voice !== null && !known ? [{ value: String(voice), label: `Persona ${voice}’s` }] : []),
        ...personas.map((each) => ({ value: String(each.id), label: `${each.name ?? `Persona ${each.id}`}’s${each.tone ? `, ${each.tone}` : ""}` })),
      ]}
    />
  );
}
