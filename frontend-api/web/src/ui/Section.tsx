import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface SectionProps {
  title: string;
  /** What stands beside the heading. */
  aside?: ReactNode;
  /** Of the heading, where it is not the usual one. */
  size?: "h3";
  children: ReactNode;
}

/** A part of a page, named by its heading. */
export function Section({ title, aside, size, children }: SectionProps) {
  const id = useId();
  return (
    <Stack component="section" aria-labelledby={id}>
      <Group justify="space-between">
        <Title order={2} id={id} {...(size && { size })}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Stack>
  );
}

interface PanelProps {
  title: string;
  /** One sentence under the heading. */
  hint?: ReactNode;
  /** 3 where it lies in a section. */
  order?: 2 | 3;
  children: ReactNode;
}

/** A card that is a part of a page, named by its heading. */
export function Panel({ title, hint, order = 2, children }: PanelProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id}>
      <Stack gap="sm">
        <div>
          <Title order={order} size="h4" id={id}>
            {title}
          </Title>
          {hint && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Card>
  );
}
