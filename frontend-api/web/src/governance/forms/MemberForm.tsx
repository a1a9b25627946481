import { SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { getAddress, isAddress } from "viem";
import { oracleCommitteeAbi } from "../../chain/abi/OracleCommittee";
import { member } from "../presets";
import { useTarget } from "../useTarget";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

/** Adds an operator to the committee, or removes one. */
export function MemberForm({ add }: PresetProps) {
  const committee = useTarget("OracleCommittee", oracleCommitteeAbi);
  const [what, setWhat] = useState("add");
  const [operator, setOperator] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  function submit() {
    if (!isAddress(operator.trim())) return setProblem("Write the operator’s address: 0x and 40 hex digits.");
    setProblem(null);
    add(member(committee, getAddress(operator.trim()), what === "add"));
  }

  return (
    <PresetForm problem={problem} submit={submit}>
      <SegmentedControl
        aria-label="Add or remove"
        value={what}
        onChange={setWhat}
        data={[
          { value: "add", label: "Add" },
          { value: "remove", label: "Remove" },
        ]}
      />
      <TextInput label="Operator" placeholder="0x…" value={operator} onChange={(event) => setOperator(event.currentTarget.value)} />
    </PresetForm>
  );
}
