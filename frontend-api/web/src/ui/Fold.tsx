import { Collapse, Group, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useId } from "react";

/** Something that most people need not see at first, behind its name; it is made when it is unfolded. */
export function Fold({ label, children }: { label: string; children: ReactNode }) {
  const [opened, { toggle }] = useDisclosure();
  const id = useId();
  return (
    <div>
      <UnstyledButton onClick={toggle} aria-expanded={opened} aria-controls={id} fw={600} fz="sm" style={{ overflowWrap: "anywhere" }}>
        <Group gap="xs" wrap="nowrap">
          <span aria-hidden="true">{opened ? "▾" : "▸"}</span>
          {label}
        </Group>
      </UnstyledButton>
      <Collapse expanded={opened} id={id} pt="sm" keepMounted={false}>
        {children}
      </Collapse>
    </div>
  );
}
