import { Card, NativeSelect, Stack } from "@mantine/core";
import { type ComponentType, useState } from "react";
import type { Wallet } from "../chain/wallet";
import { WalletGate } from "../tx/WalletGate";
import { Page, PageHead } from "../ui/Page";
import { Section } from "../ui/Section";
import type { Action } from "./action";
import { ActionList } from "./ActionList";
import { ActivityForm } from "./forms/ActivityForm";
import { CallForm } from "./forms/CallForm";
import { CardForm } from "./forms/CardForm";
import { CriteriaForm } from "./forms/CriteriaForm";
import { MemberForm } from "./forms/MemberForm";
import type { PresetProps } from "./forms/props";
import { RulesForm } from "./forms/RulesForm";
import { SpendForm } from "./forms/SpendForm";
import { TrainingForm } from "./forms/TrainingForm";
import { VotingForm } from "./forms/VotingForm";
import { ProposeForm } from "./ProposeForm";

const PRESETS: Record<string, { label: string; Form: ComponentType<PresetProps> }> = {
  criteria: { label: "Change the weights of the criteria", Form: CriteriaForm },
  activity: { label: "Activate or retire a persona", Form: ActivityForm },
  card: { label: "Change a persona’s card", Form: CardForm },
  training: { label: "Order the training of a persona", Form: TrainingForm },
  spend: { label: "Spend from the treasury", Form: SpendForm },
  rules: { label: "Change the rules of rounds, contributions or training", Form: RulesForm },
  voting: { label: "Change the rules of voting", Form: VotingForm },
  member: { label: "Add or remove an operator", Form: MemberForm },
  call: { label: "Any call (for experts)", Form: CallForm },
};

/** Writes a proposal: what it would do, why, and the transaction that puts it to the vote. */
export default function NewProposalPage() {
  return (
    <Page narrow>
      <PageHead title="New proposal" lead="Say what should change and why. Holders vote on it; if it passes, it is carried out as it stands here." />
      <WalletGate>{(wallet) => <Writing wallet={wallet} />}</WalletGate>
    </Page>
  );
}

function Writing({ wallet }: { wallet: Wallet }) {
  const [preset, setPreset] = useState("criteria");
  const [actions, setActions] = useState<readonly Action[]>([]);
  const { Form } = PRESETS[preset]!;
  return (
    <Stack gap="xl">
      <Card component="section" aria-label="What to change">
        <Stack>
          <NativeSelect
            label="What to change"
            value={preset}
            data={Object.entries(PRESETS).map(([value, { label }]) => ({ value, label }))}
            onChange={(event) => setPreset(event.currentTarget.value)}
          />
          <Form wallet={wallet} add={(...added) => setActions((before) => [...before, ...added])} />
        </Stack>
      </Card>
      <Section title="What the proposal would do">
        <ActionList wallet={wallet} actions={actions} remove={(index) => setActions(actions.filter((_, i) => i !== index))} />
      </Section>
      <ProposeForm actions={actions} />
    </Stack>
  );
}
