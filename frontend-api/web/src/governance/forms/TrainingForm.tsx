import { NumberInput, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Persona } from "../../api/types";
import { rewardTokenAbi } from "../../chain/abi/RewardToken";
import { trainingJobsAbi } from "../../chain/abi/TrainingJobs";
import { Amount } from "../../ui/Bits";
import { Asked } from "../../ui/Notice";
import { train } from "../presets";
import { useRules } from "../useRules";
import { useTarget } from "../useTarget";
import { isDigest } from "./CardForm";
import { PersonaSelect, whoIs } from "./PersonaSelect";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

/** Orders the training of a persona's model; the treasury pays the committee's fees. */
export function TrainingForm({ wallet, add }: PresetProps) {
  const { inForce } = useRules("TrainingJobs", wallet);
  return (
    <Asked query={inForce} what="the fees of training">
      {(rules) => <Order fee={rules.fee as bigint} each={rules.attributionFee as bigint} add={add} />}
    </Asked>
  );
}

function Order({ fee, each, add }: { fee: bigint; each: bigint } & Pick<PresetProps, "add">) {
  const token = useTarget("RewardToken", rewardTokenAbi);
  const jobs = useTarget("TrainingJobs", trainingJobsAbi);
  const [persona, setPersona] = useState<Persona | null>(null);
  const [dataset, setDataset] = useState("");
  const [recipe, setRecipe] = useState("");
  const [attributions, setAttributions] = useState(1);
  const [problem, setProblem] = useState<string | null>(null);
  const whole = fee + BigInt(attributions) * each;

  function submit() {
    const [data, how] = [dataset.trim(), recipe.trim()];
    if (!persona) return setProblem("Choose a persona.");
    if (!isDigest(data) || !isDigest(how)) return setProblem("Write the digests of dataset and recipe: 0x and 64 hex digits each.");
    setProblem(null);
    add(...train(token, jobs, { who: whoIs(persona), dataset: data, recipe: how, attributions, fee: whole }));
  }

  return (
    <PresetForm problem={problem} submit={submit}>
      <PersonaSelect value={persona?.id ?? null} choose={setPersona} />
      <TextInput
        label="Dataset"
        description="The digest of the pinned list of contributions to use."
        value={dataset}
        onChange={(event) => setDataset(event.currentTarget.value)}
      />
      <TextInput
        label="Recipe"
        description="The digest of the pinned document that says how to train."
        value={recipe}
        onChange={(event) => setRecipe(event.currentTarget.value)}
      />
      <NumberInput
        label="Attributions"
        description="How often 16 contributions may be asked about afterwards, to share out what they added."
        min={0}
        max={65_535}
        allowDecimal={false}
        value={attributions}
        onChange={(value) => setAttributions(Number(value) || 0)}
      />
      <Text size="sm" component="div">
        The treasury pays <Amount wei={whole} />; what is not spent comes back.
      </Text>
    </PresetForm>
  );
}
