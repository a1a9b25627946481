import { NativeSelect, SimpleGrid, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AbiParameter } from "viem";
import { Asked } from "../../ui/Notice";
import { changesIn, labelOf, merge, type Parameters, write, type Written } from "../parameters";
import { changeRules, type Ruled } from "../presets";
import { RULED, type RuledName, useRules } from "../useRules";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

/** A new version of the rules of rounds, contributions or training: those in force with some changed. */
export function RulesForm({ wallet, add }: PresetProps) {
  const [name, setName] = useState<RuledName>("GenerationRounds");
  const { target, fields, inForce } = useRules(name, wallet);
  return (
    <>
      <NativeSelect
        label="Rules of"
        value={name}
        data={Object.entries(RULED).map(([value, label]) => ({ value, label }))}
        onChange={(event) => setName(event.currentTarget.value as RuledName)}
      />
      <Asked query={inForce} what="the rules in force">
        {(before) => <Fields key={target.address} target={target} fields={fields} before={before} add={add} />}
      </Asked>
    </>
  );
}

interface FieldsProps extends Pick<PresetProps, "add"> {
  target: Ruled;
  fields: readonly AbiParameter[];
  before: Parameters;
}

function Fields({ target, fields, before, add }: FieldsProps) {
  const names = fields.map((field) => field.name ?? "");
  const [written, setWritten] = useState<Written>(() => Object.fromEntries(names.map((name) => [name, write(name, before[name])])));
  const [problems, setProblems] = useState<Written>({});
  const [problem, setProblem] = useState<string | null>(null);

  function submit() {
    const found = merge(fields, written);
    setProblems("problems" in found ? found.problems : {});
    if ("problems" in found) return setProblem("Correct the fields that are marked.");
    if (!changesIn(before, found.value)) return setProblem("Change something first.");
    setProblem(null);
    add(changeRules(target, before, found.value));
  }

  return (
    <PresetForm problem={problem} submit={submit}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {names.map((name) => (
          <TextInput
            key={name}
            label={labelOf(name).replace(/^./, (first) => first.toUpperCase())}
            value={written[name] ?? ""}
            error={problems[name]}
            onChange={(event) => setWritten({ ...written, [name]: event.currentTarget.value })}
          />
        ))}
      </SimpleGrid>
    </PresetForm>
  );
}
