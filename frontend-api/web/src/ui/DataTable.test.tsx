import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { type Column, DataTable } from "./DataTable";

interface Fruit {
  name: string;
  count: number;
}

const COLUMNS: Column<Fruit>[] = [
  { head: "Fruit", cell: (fruit) => fruit.name },
  { head: "Count", number: true, cell: (fruit) => fruit.count },
  { head: "Buy", headHidden: true, cell: () => "" },
];

const drawn = (rows: Fruit[]) =>
  renderToStaticMarkup(
    <MantineProvider>
      <DataTable label="Fruit on the table" columns={COLUMNS} rows={rows} keyOf={(fruit) => fruit.name} empty="No fruit." />
    </MantineProvider>,
  );

describe("DataTable", () => {
  it("has a name, heads of columns and of rows, and takes the focus that scrolls it", () => {
    const html = drawn([{ name: "<b>fig</b>", count: 3 }]);
    expect(html).toMatch(/<table[^>]*aria-label="Fruit on the table"/);
    expect(html).toMatch(/<div[^>]*tabindex="0"[^>]*role="group"|<div[^>]*role="group"[^>]*tabindex="0"/);
    expect(html.match(/scope="col"/g)).toHaveLength(3);
    expect(html).toMatch(/<th[^>]*scope="row"[^>]*>&lt;b&gt;fig&lt;\/b&gt;<\/th>/);
    expect(html).toMatch(/<th[^>]*>[^/]*<[^>]*>Buy</);
  });

  it("sets numbers right", () => {
    const [, count] = /<td[^>]*style="([^"]*)"[^>]*>3<\/td>/.exec(drawn([{ name: "fig", count: 3 }])) ?? [];
    expect(count).toBe("text-align:right");
  });

  it("says in words that it is empty", () => {
    const html = drawn([]);
    expect(html).toContain("No fruit.");
    expect(html).not.toContain("<table");
  });
});
