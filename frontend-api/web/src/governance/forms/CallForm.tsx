import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Abi, type AbiFunction, toFunctionSignature } from "viem";
import { abiGetOptions } from "../../api/generated/@tanstack/react-query.gen";
import { useDeployed } from "../../chain/contracts";
import { Asked } from "../../ui/Notice";
import { act } from "../action";
import { parseArgument } from "../argument";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

/** Any call of any contract of the deployment, for experts. */
export function CallForm({ add }: PresetProps) {
  const { contracts } = useDeployed();
  const names = Object.keys(contracts).sort();
  const [name, setName] = useState(names[0] ?? "");
  const abi = useQuery(abiGetOptions({ path: { name } }));
  return (
    <>
      <NativeSelect label="Contract" value={name} data={names} onChange={(event) => setName(event.currentTarget.value)} />
      <Asked query={abi} what="the contract’s functions">
        {(found) => <Call key={name} name={name} abi={found as unknown as Abi} add={add} />}
      </Asked>
    </>
  );
}

function Call({ name, abi, add }: { name: string; abi: Abi } & Pick<PresetProps, "add">) {
  const { contracts } = useDeployed();
  const functions = abi.filter((item): item is AbiFunction => item.type === "function" && !isRead(item));
  const [index, setIndex] = useState(0);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const chosen = functions[index];
  if (!chosen) return null;

  function submit(called: AbiFunction) {
    try {
      const args = called.inputs.map((input, i) => parseArgument(input, texts[`${index}-${i}`] ?? ""));
      add(act({ name, address: contracts[name]!.address, abi: [called] as Abi }, called.name, args, `Calls ${called.name} of ${name}.`));
      setProblem(null);
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : "The arguments do not fit.");
    }
  }

  return (
    <PresetForm problem={problem} submit={() => submit(chosen)}>
      <NativeSelect
        label="Function"
        value={index}
        data={functions.map((item, i) => ({ value: String(i), label: toFunctionSignature(item) }))}
        onChange={(event) => setIndex(Number(event.currentTarget.value))}
      />
      {chosen.inputs.map((input, i) => (
        <TextInput
          key={`${index}-${i}`}
          label={`${input.name || `argument ${i + 1}`} (${input.type})`}
          description={input.type.endsWith("]") || input.type.startsWith("tuple") ? "As JSON; amounts in wei." : undefined}
          value={texts[`${index}-${i}`] ?? ""}
          onChange={(event) => setTexts({ ...texts, [`${index}-${i}`]: event.currentTarget.value })}
        />
      ))}
    </PresetForm>
  );
}

const isRead = ({ stateMutability }: AbiFunction) => stateMutability === "view" || stateMutability === "pure";
