import { expect, test } from "vitest";
import { isOutdated, subjectOf } from "./news";

const round = (key: string) => ({ kind: "round", key });

test.each([
  [{ tags: ["rounds"], path: { round_id: 3 } }, [round("3")], true],
  [{ tags: ["rounds"], path: { round_id: 4 } }, [round("3")], false],
  [{ tags: ["rounds"] }, [round("3")], true],
  [{ tags: ["personas"] }, [round("3")], false],
  [{ tags: ["personas"] }, [round("3"), { kind: "persona", key: "1" }], true],
  [{ tags: ["vaults"], path: { persona_id: 1 } }, [{ kind: "persona", key: "1" }], true],
  [{ tags: ["governance"], path: { address: "0x1" } }, [{ kind: "proposal", key: "9" }], true],
  [{ tags: ["chat"], path: { conversation_id: "a" } }, [{ kind: "message", key: "b" }], false],
  [{ tags: ["rounds"] }, [{ kind: "moon", key: "1" }], false],
  [{}, [round("3")], false],
])("the answer to %j is old after %j: %s", (asked, changed, old) => expect(isOutdated(asked, changed)).toBe(old));

test("a message is of its conversation; a status, a ping and a resync are of nothing in particular", () => {
  expect(subjectOf({ type: "message", id: 1, conversation: "a", role: "user" })).toEqual({ kind: "message", key: "a" });
  expect(subjectOf({ type: "ping", version: 1 })).toBeNull();
  expect(subjectOf({ type: "resync", version: 1 })).toBeNull();
});
