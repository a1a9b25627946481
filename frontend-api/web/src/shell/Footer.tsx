import { Anchor, Badge, Container, Divider, Group, Text } from "@mantine/core";
import { useLive } from "../api/live";
import { useStatus } from "../api/queries";

/** Whether changes come by themselves, and how far the page's view of the chain has come. */
export function Footer() {
  const live = useLive();
  const { data } = useStatus();
  return (
    <Container component="footer" size={1200} w="100%" pb="xl">
      <Divider mb="md" />
      <Group gap="lg">
        <Badge variant="dot" color={live ? "green.5" : "gold.5"}>
          {live ? "Live" : "Polling"}
        </Badge>
        {data?.projected && (
          <Text size="sm" c="dimmed">
            block {data.projected.number}, final to {data.finalized}
          </Text>
        )}
        <Anchor href="/docs" size="sm">
          API
        </Anchor>
      </Group>
    </Container>
  );
}
