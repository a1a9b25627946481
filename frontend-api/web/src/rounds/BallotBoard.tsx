import { Card, Group, NativeSelect, SimpleGrid, Text } from "@mantine/core";
import { useState } from "react";
import { useSheets } from "../api/queries";
import type { RosterSeat } from "../api/types";
import { personaName, plural, shortHex } from "../lib/format";
import { ballotsOf, unanimous } from "../lib/sheet";
import { Avatar, Digest } from "../ui/Bits";
import { Section } from "../ui/Section";

/** Which persona voted for whose entry, and why, by the operators' revealed sheets. */
export function BallotBoard({ roundId, roster }: { roundId: number; roster: RosterSeat[] }) {
  const { data } = useSheets(roundId);
  const [chosen, setChosen] = useState(0);
  const revealed = (data?.items ?? []).filter((sheet) => sheet.ballots !== null);
  const sheet = revealed[chosen] ?? revealed[0];
  if (!sheet) return null;
  return (
    <Section title="Ballots">
      {unanimous(revealed) ? (
        <Text size="sm" c="dimmed">
          Each persona votes for another’s entry. {agreement(revealed.length)}
        </Text>
      ) : (
        <NativeSelect
          label="The operators differ. Sheet of"
          maw={320}
          value={chosen}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={revealed.map(({ number, operator }, index) => ({
            value: String(index),
            label: `operator ${number} (${shortHex(operator)})`,
          }))}
        />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {ballotsOf(sheet, roster).map(({ voter, choice, why }) => (
          <Card key={voter.index} padding="md">
            <Group gap="xs">
              <Seat seat={voter} />
              <span role="img" aria-label="votes for">→</span>
              <Seat seat={choice} />
            </Group>
            {why && (
              <Text size="sm" c="dimmed" mt="xs" style={{ overflowWrap: "anywhere" }}>
                {why}
              </Text>
            )}
          </Card>
        ))}
      </SimpleGrid>
      {sheet.sheet && (
        <Text size="sm" c="dimmed">
          Score sheet pinned as <Digest value={sheet.sheet.digest} />
          {sheet.sheet.problem && `: ${sheet.sheet.problem}`}
        </Text>
      )}
    </Section>
  );
}

function Seat({ seat }: { seat: RosterSeat }) {
  return (
    <>
      <Avatar id={seat.persona_id} name={personaName(seat)} size={30} />
      <Text span fw={650}>
        {personaName(seat)}
      </Text>
    </>
  );
}

const agreement = (count: number) =>
  count === 1 ? "One operator revealed." : `All ${plural(count, "operator")} that revealed agree.`;
