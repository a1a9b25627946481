import { ChartCard } from "./ChartCard";
import { Drawing, MOST } from "./Drawing";
import { type Figure, type Series, subjectRows, timed } from "./series";

interface SubjectsCardProps<T> {
  title: string;
  hint: string;
  series: Series<T>;
  /** What kind of thing a point is about, and the name of each. */
  kind: string;
  name: (point: T) => string;
  /** What is drawn of each; null for nothing. */
  figure: (point: T) => Figure | null;
  /** What else is told of each, in the exact values. */
  beside?: Record<string, (point: T) => Figure>;
  as: "stacks" | "lines" | "steps";
  domain?: [number, number];
  empty: string;
}

/** How several did over time, each in a colour of its own, and their exact values. */
export function SubjectsCard<T extends { time: number }>(props: SubjectsCardProps<T>) {
  const { title, hint, series, kind, name, figure, beside = {}, as, domain, empty } = props;
  const names = [...new Set(series.items.map(name))];
  const all = series.next_cursor ? `more than ${names.length}` : names.length;
  const exact = Object.entries({ ...beside, [title]: figure });
  return (
    <ChartCard
      title={title}
      hint={names.length > MOST || series.next_cursor ? `${hint} Drawn are the first ${Math.min(MOST, names.length)} of ${all}.` : hint}
      rows={series.items.filter((point) => figure(point) !== null)}
      columns={[
        timed(series.bucket),
        { head: kind, cell: name },
        ...exact.map(([head, value]) => ({ head, number: true, cell: (point: T) => value(point)?.text })),
      ]}
      empty={empty}
    >
      <Drawing as={as} data={subjectRows(series, name, (point) => figure(point)?.size ?? null)} names={names.slice(0, MOST)} domain={domain} />
    </ChartCard>
  );
}
