import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { formatDuration } from "../lib/format";
import { Amount } from "../ui/Bits";
import { Asked } from "../ui/Notice";
import { Panel } from "../ui/Section";
import { useGovernor } from "./queries";

/** The rules that proposals are under. */
export function RulesPanel() {
  const governor = useGovernor();
  return (
    <Panel title="Rules of voting">
      <Asked query={governor} what="the rules">
        {(rules) => (
          <>
            <Rule label="Needed to propose">
              <Amount wei={rules.proposal_threshold} />
            </Rule>
            <Rule label={`Quorum, ${rules.quorum_percent}% of the supply`}>
              <Amount wei={rules.quorum} />
            </Rule>
            <Rule label="Wait before the vote">{formatDuration(rules.voting_delay)}</Rule>
            <Rule label="Length of the vote">{formatDuration(rules.voting_period)}</Rule>
            <Rule label="At least left after a late quorum">{formatDuration(rules.late_quorum_extension)}</Rule>
            <Rule label="Wait before execution">{formatDuration(rules.timelock_delay)}</Rule>
          </>
        )}
      </Asked>
    </Panel>
  );
}

function Rule({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="sm" component="span">
        {children}
      </Text>
    </Group>
  );
}
