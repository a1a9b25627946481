import { Anchor, Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Leaderboards } from "../api/generated";
import { formatScore, formatTime, personaName } from "../lib/format";
import { Address, Amount } from "../ui/Bits";
import { SectionTitle, ValueTable } from "./ChartCard";

/** Who did most. */
export function Leaders({ boards }: { boards: Leaderboards }) {
  return (
    <Stack component="section">
      <SectionTitle>Leaderboards</SectionTitle>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Board
          title="Personas, by prizes"
          columns={["Persona", "Rounds", "Wins", "Average", "Prizes"]}
          rows={boards.personas.map((p) => [
            <Anchor key="name" component={Link} href={`/persona/${p.persona_id}`}>
              {personaName(p)}
            </Anchor>,
            p.rounds,
            p.wins,
            p.average_final === null ? "–" : formatScore(p.average_final),
            <Amount key="prizes" wei={p.prizes} />,
          ])}
        />
        <Board
          title="Operators, by fees"
          columns={["Operator", "Asked", "Revealed", "Fees", "Penalties"]}
          rows={boards.operators.map((o) => [
            <Address key="who" value={o.operator} />,
            o.asked,
            o.revealed,
            <Amount key="fees" wei={o.fees} />,
            <Amount key="penalties" wei={o.penalties} />,
          ])}
        />
        <Board
          title="Contributors, by impact"
          columns={["Contributor", "Gave", "Accepted", "Impact"]}
          rows={boards.contributors.map((c) => [<Address key="who" value={c.contributor} />, c.contributions, c.accepted, BigInt(c.impact).toLocaleString("en")])}
        />
        <Board
          title="Voters, by votes in rounds"
          columns={["Voter", "Votes", "Last voted"]}
          rows={boards.voters.map((v) => [<Address key="who" value={v.voter} />, v.votes, formatTime(v.last_at)])}
        />
      </SimpleGrid>
    </Stack>
  );
}

function Board({ title, columns, rows }: { title: string; columns: string[]; rows: ReactNode[][] }) {
  return (
    <Card component="section" aria-label={title}>
      <Title order={3} size="h4" mb="sm">
        {title}
      </Title>
      {rows.length ? <ValueTable label={`${title}: table`} columns={columns} rows={rows} /> : <Text c="dimmed">Nobody yet.</Text>}
    </Card>
  );
}
