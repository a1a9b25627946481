import { CRITERIA, type Criterion, type CriterionScore, type OperatorScores, type PerCriterion } from "../api/types";
import { formatScore } from "../lib/format";

const CRITERION_LABEL: Record<Criterion, string> = {
  engagement: "Engagement",
  trend_relevance: "Trend relevance",
  sentiment: "Sentiment",
  virality: "Virality",
  readability: "Readability",
};

const MAX = 10_000;

interface CriteriaChartProps {
  criteria: PerCriterion<number>;
  operators: OperatorScores[];
}

/** The committee's median of each criterion as a bar, and the reasons in its sheets. */
export function CriteriaChart({ criteria, operators }: CriteriaChartProps) {
  return (
    <>
      <dl className="bars">
        {CRITERIA.map((criterion) => (
          <div key={criterion} className="bar-row">
            <dt>{CRITERION_LABEL[criterion]}</dt>
            <dd className="bar-value">{formatScore(criteria[criterion])}</dd>
            <dd className="bar-track">
              <Bar value={criteria[criterion]} />
            </dd>
            <dd className="why">{reasons(operators, criterion).join(" ") || "The reason is not available."}</dd>
            <Parts score={operators.map((one) => one.criteria[criterion]).find((one) => one.parts.length > 0)} />
          </div>
        ))}
      </dl>
      {operators.length > 1 && <Spread operators={operators} />}
    </>
  );
}

function Bar({ value }: { value: number }) {
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-rest" width="100" height="8" />
      <rect className="bar-fill" width={(100 * value) / MAX} height="8" />
    </svg>
  );
}

/** What adds up to a score, in the first sheet that says so. */
function Parts({ score }: { score: CriterionScore | undefined }) {
  if (!score) return null;
  return (
    <dd className="parts">
      <details>
        <summary>What adds up to {formatScore(score.value)}</summary>
        <ul>
          <li>{formatScore(score.base ?? 0)} to begin with</li>
          {score.parts.map((part, place) => (
            <li key={place}>
              {part.points < 0 ? "−" : "+"}
              {formatScore(Math.abs(part.points))} {part.name} ({part.value})
            </li>
          ))}
        </ul>
      </details>
    </dd>
  );
}

/** Each operator's composite, where there are several. */
function Spread({ operators }: { operators: OperatorScores[] }) {
  const composites = operators.map((one) => formatScore(one.composite));
  const same = new Set(composites).size === 1;
  return (
    <p className="hint">
      {same
        ? `All ${operators.length} operators arrived at ${composites[0]}.`
        : `The operators’ composites: ${composites.join(", ")}; the median counts.`}
    </p>
  );
}

/** The different reasons that operators give; honest ones give the same. */
function reasons(operators: OperatorScores[], criterion: Criterion): string[] {
  return [...new Set(operators.flatMap((one) => one.criteria[criterion].why ?? []))];
}
