import { Stack, Text } from "@mantine/core";
import type { PersonaDetail } from "../api/types";
import { formatShare, formatTime } from "../lib/format";
import { Digest, TxHash } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { Section } from "../ui/Section";

/** The cards and models that a persona had, and the training that made them. */
export function Versions({ persona }: { persona: PersonaDetail }) {
  return (
    <Stack gap="xl">
      <Section title="Cards and models">
        {persona.model.version === 0 && <Text c="dimmed">It has no model of its own yet: it writes by its card alone.</Text>}
        <DataTable
          framed
          label="Each card and model"
          rows={persona.versions}
          keyOf={(one) => `${one.kind} ${one.version}`}
          empty="None yet."
          columns={[
            { head: "What", cell: (one) => `${one.kind} ${one.version}` },
            { head: "Since", cell: (one) => formatTime(one.time) },
            { head: "Pinned as", cell: (one) => <Digest value={one.digest} /> },
            { head: "Transaction", cell: (one) => <TxHash value={one.tx} /> },
          ]}
        />
      </Section>
      <Section title="Training">
        <DataTable
          framed
          label="Each training job"
          rows={persona.training_jobs}
          keyOf={(job) => job.id}
          empty="No training was ordered yet. Governance orders it."
          columns={[
            { head: "Job", cell: (job) => job.id },
            { head: "State", cell: (job) => (job.rolled_back ? `${job.state}, rolled back` : job.state) },
            { head: "Win rate", number: true, cell: (job) => (job.win_rate === null ? "–" : formatShare(job.win_rate)) },
            { head: "Ordered", cell: (job) => formatTime(job.time) },
          ]}
        />
      </Section>
    </Stack>
  );
}
