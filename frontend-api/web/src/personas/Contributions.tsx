import { Stack, Table, Title } from "@mantine/core";
import type { Contribution } from "../api/types";
import { fateOf } from "../lib/contribution";
import { Address, Digest } from "../ui/Bits";
import { Empty } from "../ui/Notice";

/** What a persona was given, by whom, and what became of it. */
export function Contributions({ contributions }: { contributions: readonly Contribution[] }) {
  return (
    <Stack component="section" aria-labelledby="contributions">
      <Title order={2} id="contributions">
        Contributions
      </Title>
      {contributions.length === 0 ? (
        <Empty>None yet.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={520}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Contribution</Table.Th>
                <Table.Th>Document</Table.Th>
                <Table.Th>Given by</Table.Th>
                <Table.Th>What became of it</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {contributions.map((one) => (
                <Table.Tr key={one.token_id}>
                  <Table.Td>
                    #{one.token_id} {one.kind}
                  </Table.Td>
                  <Table.Td>
                    <Digest value={one.digest} />
                  </Table.Td>
                  <Table.Td>
                    <Address value={one.contributor} />
                  </Table.Td>
                  <Table.Td>{fateOf(one)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
