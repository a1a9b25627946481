/** Writes src/chain/abi/: what each contract can do, a file each, with every error that any contract may answer with;
 * and what it tells, in a file of its own. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = new URL("../../../deployments/abi/", import.meta.url);
const target = new URL("../src/chain/abi/", import.meta.url);
const names = readdirSync(folder).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5)).sort();
const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

function errors() {
  const byShape = new Map();
  for (const item of names.flatMap(read).filter((entry) => entry.type === "error")) {
    byShape.set(`${item.name}(${item.inputs.map((input) => input.type)})`, item);
  }
  return [...byShape.values()];
}

const camel = (name) => name[0].toLowerCase() + name.slice(1);
const write = (name, text) =>
  writeFileSync(new URL(`${name}.ts`, target), `// Generated from deployments/abi by scripts/abi.mjs; not committed.\n${text}`);

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
write("errors", `export const errorsAbi = ${JSON.stringify(errors())} as const;\n`);
for (const name of names) {
  const events = JSON.stringify(read(name).filter((item) => item.type === "event"));
  write(`${name}Events`, `export const ${camel(name)}Events = ${events} as const;\n`);
  const calls = JSON.stringify(read(name).filter((item) => item.type === "function")).slice(1, -1);
  write(name, `import { errorsAbi } from "./errors";\nexport const ${camel(name)}Abi = [${calls}, ...errorsAbi] as const;\n`);
}
