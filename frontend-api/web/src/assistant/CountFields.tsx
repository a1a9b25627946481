import { NumberInput } from "@mantine/core";

export const COUNTS = ["impressions", "likes", "replies", "reposts"] as const;
export type Counted = Partial<Record<(typeof COUNTS)[number], number>>;

interface CountFieldsProps {
  labelOf: (name: (typeof COUNTS)[number]) => string;
  counted: Counted;
  change: (counted: Counted) => void;
}

/** A field for each thing that readers do with a post; empty where it is not known. */
export function CountFields({ labelOf, counted, change }: CountFieldsProps) {
  return COUNTS.map((name) => (
    <NumberInput
      key={name}
      label={labelOf(name)}
      placeholder="not known"
      value={counted[name] ?? ""}
      min={0}
      max={1_000_000_000}
      clampBehavior="strict"
      allowDecimal={false}
      thousandSeparator
      onChange={(value) => {
        const { [name]: _, ...rest } = counted;
        change(value === "" ? rest : { ...rest, [name]: Number(value) });
      }}
    />
  ));
}
