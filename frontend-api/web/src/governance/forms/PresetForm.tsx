import { Button, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Notice } from "../../ui/Notice";

interface PresetFormProps {
  children: ReactNode;
  problem: string | null;
  submit: () => void;
}

/** The frame of a preset's form: its fields, what is wrong, and the button that adds its actions. */
export function PresetForm({ children, problem, submit }: PresetFormProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        {children}
        {problem && <Notice tone="error">{problem}</Notice>}
        <Button type="submit" variant="default" style={{ alignSelf: "flex-start" }}>
          Add to the proposal
        </Button>
      </Stack>
    </form>
  );
}
