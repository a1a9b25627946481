import { ChartCard } from "./ChartCard";
import { Drawing } from "./Drawing";
import { bucketName, type Figure, type Series, timed } from "./series";

interface FieldsCardProps<T> {
  title: string;
  hint: string;
  series: Series<T>;
  /** What is told of each point in time, by name; null for nothing. */
  fields: Record<string, (point: T) => Figure | null>;
  as?: "bars" | "lines" | "steps";
  domain?: [number, number];
  empty?: string;
}

/** Several figures at each point in time, and their exact values. */
export function FieldsCard<T extends { time: number }>(props: FieldsCardProps<T>) {
  const { title, hint, as = "bars", domain, empty = "Nothing happened in this time." } = props;
  const { items, bucket } = props.series;
  const fields = Object.entries(props.fields);
  const happened = items.some((point) => fields.some(([, figure]) => figure(point)?.size));
  const data = items.map((point) => ({
    at: bucketName(point.time, bucket),
    ...Object.fromEntries(fields.map(([name, figure]) => [name, figure(point)?.size ?? null])),
  }));
  return (
    <ChartCard
      title={title}
      hint={hint}
      rows={happened ? items : []}
      columns={[timed(bucket), ...fields.map(([head, figure]) => ({ head, number: true, cell: (point: T) => figure(point)?.text ?? "–" }))]}
      empty={empty}
    >
      <Drawing as={as} data={data} names={fields.map(([name]) => name)} domain={domain} />
    </ChartCard>
  );
}
