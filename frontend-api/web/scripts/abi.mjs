/** Writes src/chain/abi.ts: the calls that the page makes, and every error that a contract may answer with. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../../../deployments/abi/", import.meta.url);
const target = new URL("../src/chain/abi.ts", import.meta.url);
const calls = {
  GenerationRounds: ["propose", "proposeWithPermit", "castVote", "settle", "expire", "reclaim", "hasVoted", "sponsoredBy"],
  RewardToken: [
    "allowance", "approve", "balanceOf", "delegate", "delegates", "eip712Domain", "getPastVotes", "getVotes", "nonces",
  ],
};

const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
const names = readdirSync(folder).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5)).sort();

function functions(contract) {
  const found = read(contract).filter((item) => item.type === "function" && calls[contract].includes(item.name));
  const missing = calls[contract].filter((name) => !found.some((item) => item.name === name));
  if (missing.length) throw new Error(`${contract} has no ${missing.join(", ")}: update scripts/abi.mjs`);
  return found;
}

function errors() {
  const byShape = new Map();
  for (const item of names.flatMap(read).filter((entry) => entry.type === "error")) {
    byShape.set(`${item.name}(${item.inputs.map((input) => input.type)})`, item);
  }
  return [...byShape.values()];
}

const constant = (name, value) => `export const ${name} = ${JSON.stringify(value)} as const;\n`;
mkdirSync(new URL(".", target), { recursive: true });
writeFileSync(
  target,
  "// Generated from deployments/abi by scripts/abi.mjs; not committed.\n" +
    constant("errorsAbi", errors()) +
    `export const roundsAbi = [...${JSON.stringify(functions("GenerationRounds"))}, ...errorsAbi] as const;\n` +
    `export const tokenAbi = [...${JSON.stringify(functions("RewardToken"))}, ...errorsAbi] as const;\n`,
);
