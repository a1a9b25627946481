import { SimpleGrid } from "@mantine/core";
import type { ComponentProps } from "react";
import type { Leaderboards } from "../api/generated";
import { formatImpact } from "../lib/contribution";
import { formatScore, formatTime } from "../lib/format";
import { Address, Amount } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { PersonaLink } from "../ui/Links";
import { Panel, Section } from "../ui/Section";

/** Who did most. */
export function Leaders({ boards }: { boards: Leaderboards }) {
  return (
    <Section title="Leaderboards">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Board
          label="Personas, by prizes"
          rows={boards.personas}
          keyOf={(persona) => persona.persona_id}
          columns={[
            { head: "Persona", cell: (persona) => <PersonaLink persona={persona} /> },
            { head: "Rounds", number: true, cell: (persona) => persona.rounds },
            { head: "Wins", number: true, cell: (persona) => persona.wins },
            { head: "Average", number: true, cell: ({ average_final }) => (average_final === null ? "–" : formatScore(average_final)) },
            { head: "Prizes", number: true, cell: (persona) => <Amount wei={persona.prizes} /> },
          ]}
        />
        <Board
          label="Operators, by fees"
          rows={boards.operators}
          keyOf={({ operator }) => operator}
          columns={[
            { head: "Operator", cell: ({ operator }) => <Address value={operator} /> },
            { head: "Asked", number: true, cell: ({ asked }) => asked },
            { head: "Revealed", number: true, cell: ({ revealed }) => revealed },
            { head: "Fees", number: true, cell: ({ fees }) => <Amount wei={fees} /> },
            { head: "Penalties", number: true, cell: ({ penalties }) => <Amount wei={penalties} /> },
          ]}
        />
        <Board
          label="Contributors, by impact"
          rows={boards.contributors}
          keyOf={({ contributor }) => contributor}
          columns={[
            { head: "Contributor", cell: ({ contributor }) => <Address value={contributor} /> },
            { head: "Gave", number: true, cell: ({ contributions }) => contributions },
            { head: "Accepted", number: true, cell: ({ accepted }) => accepted },
            { head: "Impact", number: true, cell: ({ impact }) => formatImpact(impact) },
          ]}
        />
        <Board
          label="Voters, by votes in rounds"
          rows={boards.voters}
          keyOf={({ voter }) => voter}
          columns={[
            { head: "Voter", cell: ({ voter }) => <Address value={voter} /> },
            { head: "Votes", number: true, cell: ({ votes }) => votes },
            { head: "Last voted", cell: ({ last_at }) => formatTime(last_at) },
          ]}
        />
      </SimpleGrid>
    </Section>
  );
}

function Board<T>(table: Omit<ComponentProps<typeof DataTable<T>>, "empty">) {
  return (
    <Panel title={table.label} order={3}>
      <DataTable {...table} empty="Nobody yet." />
    </Panel>
  );
}
