import { SimpleGrid } from "@mantine/core";
import type { OperatorPoint, SeriesOperatorPoint } from "../api/generated";
import { useToken } from "../chain/contracts";
import { shortHex } from "../lib/format";
import { Section } from "../ui/Section";
import { amount, count, unlessZero } from "./series";
import { SubjectsCard } from "./SubjectsCard";

/** What operators did over time, earned, lost and have at stake. */
export function Operators({ series }: { series: SeriesOperatorPoint }) {
  const { decimals, symbol } = useToken();
  const operator = { series, kind: "Operator", name: (point: OperatorPoint) => shortHex(point.operator) };
  return (
    <Section title="Operators">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <SubjectsCard
          {...operator}
          title="Answers"
          hint="To all that the committee was asked: rounds, reviews, evaluations."
          beside={{ Asked: (point) => count(point.asked), Refused: (point) => count(point.refused) }}
          figure={(point) => (point.asked + point.answered + point.refused ? count(point.answered) : null)}
          as="stacks"
          empty="No operator was asked in this time."
        />
        <SubjectsCard
          {...operator}
          title={`Fees, ${symbol}`}
          hint="What operators earned for their answers."
          figure={(point) => unlessZero(amount(point.fees, decimals))}
          as="stacks"
          empty="No fees were earned in this time."
        />
        <SubjectsCard
          {...operator}
          title={`Penalties, ${symbol}`}
          hint="What operators lost of their bonds."
          figure={(point) => unlessZero(amount(point.penalties, decimals))}
          as="stacks"
          empty="No operator paid a penalty in this time."
        />
        <SubjectsCard
          {...operator}
          title={`Bonds, ${symbol}`}
          hint="What operators had at stake at the end."
          figure={(point) => amount(point.bond, decimals)}
          as="stacks"
          empty="No operator has a bond."
        />
      </SimpleGrid>
    </Section>
  );
}
