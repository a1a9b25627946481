import { expect, test } from "vitest";
import { reasonsOf } from "./reasons";

const reason = (feature: string, factor: number) => ({ feature, value: null, factor });

test("what lifts and what lowers stand apart, the strongest first, and what does nothing is left out", () => {
  const found = reasonsOf([reason("question", 1.34), reason("hashtags", 0.8), reason("hour", 1.002), reason("meaning", 1.1)]);
  expect(found.lifts).toEqual([
    { what: "whether it asks something", by: "+34%" },
    { what: "what it is about", by: "+10%" },
  ]);
  expect(found.lowers).toEqual([{ what: "its hashtags", by: "−20%" }]);
});

test("four of each at most, and a name that is not known in plain words", () => {
  const many = Array.from({ length: 9 }, (_, n) => reason(`new_thing_${n}`, 2 + n));
  expect(reasonsOf(many).lifts).toHaveLength(4);
  expect(reasonsOf(many).lifts[0]).toEqual({ what: "new thing 0", by: "+100%" });
});
