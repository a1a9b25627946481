import { NumberInput, Progress, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { formatScore } from "../../lib/format";
import { Asked } from "../../ui/Notice";
import { CRITERIA, excess, type Parameters, WHOLE } from "../parameters";
import { changeRules, type Ruled } from "../presets";
import { useRules } from "../useRules";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

/** Other weights of the five criteria; all else stays. */
export function CriteriaForm({ wallet, add }: PresetProps) {
  const { target, inForce } = useRules("GenerationRounds", wallet);
  return (
    <Asked query={inForce} what="the rules in force">
      {(before) => <Weights key={String(before.criteria)} target={target} before={before} add={add} />}
    </Asked>
  );
}

function Weights({ target, before, add }: { target: Ruled; before: Parameters } & Pick<PresetProps, "add">) {
  const present = before.criteria as readonly number[];
  const [weights, setWeights] = useState(present);
  const [problem, setProblem] = useState<string | null>(null);
  const off = excess(weights);

  function submit() {
    if (off !== 0) return setProblem(`The weights must add up to ${formatScore(WHOLE)}: they are ${formatScore(Math.abs(off))} ${off > 0 ? "over" : "under"}.`);
    if (weights.every((weight, i) => weight === present[i])) return setProblem("Change a weight first.");
    setProblem(null);
    add(changeRules(target, before, { ...before, criteria: weights }));
  }

  return (
    <PresetForm problem={problem} submit={submit}>
      <Text size="sm" c="dimmed">
        How much each criterion counts in an entry’s score, in hundredths of a percent. Together they make {formatScore(WHOLE)}.
      </Text>
      {CRITERIA.map((criterion, i) => (
        <Stack key={criterion} gap={4}>
          <NumberInput
            label={`Weight of ${criterion}`}
            description={`now ${formatScore(present[i]!)}`}
            thousandSeparator=","
            min={0}
            max={WHOLE}
            step={100}
            allowDecimal={false}
            value={weights[i]!}
            onChange={(value) => setWeights(weights.map((weight, j) => (j === i ? Number(value) || 0 : weight)))}
          />
          <Progress value={(weights[i]! / WHOLE) * 100} aria-label={`Share of ${criterion}`} />
        </Stack>
      ))}
      <Text role="status" c={off ? "curtain" : undefined}>
        Sum: {formatScore(off + WHOLE)} of {formatScore(WHOLE)}
        {off !== 0 && `, ${formatScore(Math.abs(off))} ${off > 0 ? "too many" : "too few"}`}
      </Text>
    </PresetForm>
  );
}
