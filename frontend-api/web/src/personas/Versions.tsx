import { Stack, Table, Text, Title } from "@mantine/core";
import type { PersonaDetail } from "../api/types";
import { formatTime } from "../lib/format";
import { Digest, TxHash } from "../ui/Bits";
import { Empty } from "../ui/Notice";

/** The cards and models that a persona had, and the training that made them. */
export function Versions({ persona }: { persona: PersonaDetail }) {
  return (
    <Stack gap="xl">
      <Stack component="section" aria-labelledby="versions">
        <Title order={2} id="versions">
          Cards and models
        </Title>
        {persona.model.version === 0 && <Text c="dimmed">It has no model of its own yet: it writes by its card alone.</Text>}
        <Table.ScrollContainer minWidth={520}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>What</Table.Th>
                <Table.Th>Since</Table.Th>
                <Table.Th>Pinned as</Table.Th>
                <Table.Th>Transaction</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {persona.versions.map((version) => (
                <Table.Tr key={`${version.kind} ${version.version}`}>
                  <Table.Td>
                    {version.kind} {version.version}
                  </Table.Td>
                  <Table.Td>{formatTime(version.time)}</Table.Td>
                  <Table.Td>
                    <Digest value={version.digest} />
                  </Table.Td>
                  <Table.Td>
                    <TxHash value={version.tx} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
      <Stack component="section" aria-labelledby="training">
        <Title order={2} id="training">
          Training
        </Title>
        {persona.training_jobs.length === 0 ? (
          <Empty>No training was ordered yet. Governance orders it.</Empty>
        ) : (
          <Table.ScrollContainer minWidth={420}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Job</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Win rate</Table.Th>
                  <Table.Th>Ordered</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {persona.training_jobs.map((job) => (
                  <Table.Tr key={job.id}>
                    <Table.Td>{job.id}</Table.Td>
                    <Table.Td>{job.rolled_back ? `${job.state}, rolled back` : job.state}</Table.Td>
                    <Table.Td>{job.win_rate === null ? "–" : `${job.win_rate / 100}%`}</Table.Td>
                    <Table.Td>{formatTime(job.time)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Stack>
  );
}
