import { List, Table, Text } from "@mantine/core";
import { CRITERIA, type Criterion, type CriterionScore, type OperatorScores, type PerCriterion } from "../api/types";
import { CRITERION_LABEL } from "../lib/criteria";
import { formatScore } from "../lib/format";
import { Fold } from "../ui/Fold";
import classes from "./round.module.css";

interface CriteriaTableProps {
  name: string;
  criteria: PerCriterion<number>;
  operators: OperatorScores[];
}

/** The committee's median of each criterion, with the reasons in its sheets. */
export function CriteriaTable({ name, criteria, operators }: CriteriaTableProps) {
  return (
    <>
      <Table aria-label={`Criteria of ${name}’s entry`} verticalSpacing="xs" horizontalSpacing={0} layout="fixed">
        <Table.Tbody>
          {CRITERIA.map((criterion) => (
            <Table.Tr key={criterion}>
              <Table.Td>
                <Text component="strong" size="sm" fw={600}>
                  {CRITERION_LABEL[criterion]}
                </Text>
                <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                  {reasons(operators, criterion).join(" ") || "The reason is not available."}
                </Text>
                <Parts score={operators.map((one) => one.criteria[criterion]).find((one) => one.parts.length > 0)} />
              </Table.Td>
              <Table.Td w={72} ta="right" fw={600} className={classes.numbers} style={{ verticalAlign: "top" }}>
                {formatScore(criteria[criterion])}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {operators.length > 1 && <Spread operators={operators} />}
    </>
  );
}

/** What adds up to a score, in the first sheet that says so. */
function Parts({ score }: { score: CriterionScore | undefined }) {
  if (!score) return null;
  return (
    <Fold label={`What adds up to ${formatScore(score.value)}`}>
      <List size="sm" className={classes.numbers}>
        <List.Item>{formatScore(score.base ?? 0)} to begin with</List.Item>
        {score.parts.map((part, place) => (
          <List.Item key={place}>
            {part.points < 0 ? "−" : "+"}
            {formatScore(Math.abs(part.points))} {part.name} ({part.value})
          </List.Item>
        ))}
      </List>
    </Fold>
  );
}

/** Each operator's composite, where there are several. */
function Spread({ operators }: { operators: OperatorScores[] }) {
  const composites = operators.map((one) => formatScore(one.composite));
  const same = new Set(composites).size === 1;
  return (
    <Text size="sm" c="dimmed">
      {same
        ? `All ${operators.length} operators arrived at ${composites[0]}.`
        : `The operators’ composites: ${composites.join(", ")}; the median counts.`}
    </Text>
  );
}

/** The different reasons that operators give; honest ones give the same. */
function reasons(operators: OperatorScores[], criterion: Criterion): string[] {
  return [...new Set(operators.flatMap((one) => one.criteria[criterion].why ?? []))];
}
