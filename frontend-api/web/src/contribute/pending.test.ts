import { expect, test } from "vitest";
import { loadPending, type Pending, savePending, stageOf } from "./pending";

test.each([
  [null, 4, 4, false, "ready"],
  [4, 4, 4, false, "ready"], // begun, and declined in the wallet
  [4, 4, 5, false, "under way"],
  [4, 5, 5, false, "ready"], // mined, and undone
  [4, 5, 5, true, "minted"],
  [null, 0, 0, true, "minted"],
] as const)("begun at %s with %i mined of %i sent, found: %s is %s", (nonce, mined, sent, found, stage) =>
  expect(stageOf({ nonce }, { mined, sent }, found)).toBe(stage),
);

const storage = (content: string | null): Storage => {
  const held = new Map(content === null ? [] : [["troupe.pending-contribution", content]]);
  return { getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, value: string) => void held.set(key, value), removeItem: (key: string) => void held.delete(key) } as Partial<Storage> as Storage;
};

test.each([null, "{", "3", '{"digest":"0x<script>","persona":1}', "null"])("what is kept as %s is nothing", (content) =>
  expect(loadPending(storage(content))).toBeNull(),
);

test("what is kept is found again until it is dropped", () => {
  const kept = storage(null);
  const pending: Pending = { account: "0x1", persona: 2, kind: "text", title: "t", digest: `0x${"a".repeat(64)}`, cid: "b", expires_at: 1, nonce: null };
  savePending(pending, kept);
  expect(loadPending(kept)).toEqual(pending);
  savePending(null, kept);
  expect(loadPending(kept)).toBeNull();
});
