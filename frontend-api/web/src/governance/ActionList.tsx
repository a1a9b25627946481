import { Button, Card, Code, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Wallet } from "../chain/wallet";
import { Notice } from "../ui/Notice";
import type { Action } from "./action";
import { useGovernor } from "./queries";
import { type Tried, tryActions } from "./simulation";

interface ActionListProps {
  wallet: Wallet;
  actions: readonly Action[];
  remove: (index: number) => void;
}

/** The actions of a proposal that is being written, each as it would be made, and whether it would succeed now. */
export function ActionList({ wallet, actions, remove }: ActionListProps) {
  const { data: rules } = useGovernor();
  const { data: tried } = useQuery({
    queryKey: ["holder", "tried", rules?.timelock, actions.map(({ target, value, data }) => `${target}-${value}-${data}`)],
    enabled: rules !== undefined && actions.length > 0,
    queryFn: () => tryActions(wallet, rules!.timelock, rules!.governor, actions),
  });
  if (!actions.length) return <Text c="dimmed">Nothing yet. Add what the proposal would do.</Text>;
  return (
    <Stack component="ol" p={0} m={0} style={{ listStyle: "none" }}>
      {actions.map((action, i) => (
        <Card component="li" key={`${i}-${action.data}`} padding="md" style={{ overflowWrap: "anywhere" }}>
          <Stack gap="xs">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Text>
                {i + 1}. {action.says}
              </Text>
              <Button size="xs" variant="subtle" aria-label={`Remove action ${i + 1}`} onClick={() => remove(i)}>
                Remove
              </Button>
            </Group>
            {action.call && <Code block tabIndex={0}>{action.call}</Code>}
            <Outcome tried={tried?.[i]} />
          </Stack>
        </Card>
      ))}
    </Stack>
  );
}

function Outcome({ tried }: { tried: Tried | undefined }) {
  if (!tried) return <Text size="sm">Trying it…</Text>;
  if (tried.state === "fine") return <Text size="sm">Tried from the timelock: it would succeed now.</Text>;
  if (tried.state === "untried") return <Text size="sm">{tried.why}</Text>;
  return <Notice tone="warn">Tried from the timelock: it would fail now. {tried.why}</Notice>;
}
