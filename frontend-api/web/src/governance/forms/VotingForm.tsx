import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { troupeGovernorAbi } from "../../chain/abi/TroupeGovernor";
import { useToken } from "../../chain/contracts";
import { parseAmount } from "../../lib/amount";
import type { Action } from "../action";
import { type Governor, quorum, threshold, votingDelay, votingPeriod } from "../presets";
import { useTarget } from "../useTarget";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

const RULES = {
  period: "Length of the vote (seconds)",
  delay: "Wait before the vote (seconds)",
  quorum: "Quorum (percent of the supply)",
  threshold: "Votes needed to propose (tokens)",
};
const MOST_SECONDS = 2 ** 32 - 1;

/** Changes a rule of voting itself. */
export function VotingForm({ add }: PresetProps) {
  const governor = useTarget("TroupeGovernor", troupeGovernorAbi);
  const { decimals } = useToken();
  const [rule, setRule] = useState<keyof typeof RULES>("period");
  const [value, setValue] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  function submit() {
    const action = actionOf(governor, rule, value.trim(), decimals);
    if (!action) return setProblem("Write a number that this rule can have.");
    setProblem(null);
    add(action);
  }

  return (
    <PresetForm problem={problem} submit={submit}>
      <NativeSelect
        label="Rule"
        value={rule}
        data={Object.entries(RULES).map(([key, label]) => ({ value: key, label }))}
        onChange={(event) => setRule(event.currentTarget.value as keyof typeof RULES)}
      />
      <TextInput label="New value" inputMode="decimal" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
    </PresetForm>
  );
}

function actionOf(governor: Governor, rule: keyof typeof RULES, text: string, decimals: number): Action | null {
  if (rule === "threshold") {
    const wei = parseAmount(text, decimals);
    return wei === null ? null : threshold(governor, wei);
  }
  const number = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (rule === "quorum") return number >= 0 && number <= 100 ? quorum(governor, number) : null;
  if (number < (rule === "period" ? 1 : 0) || number > MOST_SECONDS) return null;
  return rule === "period" ? votingPeriod(governor, number) : votingDelay(governor, number);
}
