import { Group, Stack, Title } from "@mantine/core";
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
