/** Arguments of any call, as an expert types them. */
import { type AbiParameter, getAddress, isAddress, isHex } from "viem";

/** The value of an argument. Throws with a sentence where the text does not fit its type. */
export function parseArgument(field: AbiParameter, text: string): unknown {
  const trimmed = text.trim();
  const composed = field.type.endsWith("]") || field.type.startsWith("tuple");
  return composed ? fromJson(field, readJson(field, trimmed)) : fromText(field, trimmed);
}

function readJson(field: AbiParameter, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${nameOf(field)}: write JSON, such as ${field.type.endsWith("]") ? '["1", "2"]' : '{"name": "value"}'}.`);
  }
}

function fromJson(field: AbiParameter, value: unknown): unknown {
  const array = /^(.*)\[(\d*)\]$/.exec(field.type);
  if (array) {
    if (!Array.isArray(value)) throw new Error(`${nameOf(field)}: write a list.`);
    if (array[2] && value.length !== Number(array[2])) throw new Error(`${nameOf(field)}: write ${array[2]} items.`);
    return value.map((item) => fromJson({ ...field, type: array[1]! } as AbiParameter, item));
  }
  if (field.type === "tuple") {
    const parts = "components" in field ? field.components : [];
    if (typeof value !== "object" || value === null) throw new Error(`${nameOf(field)}: write an object.`);
    return Object.fromEntries(parts.map((part) => [part.name, fromJson(part, (value as Record<string, unknown>)[part.name ?? ""])]));
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error(`${nameOf(field)}: put large numbers in quotes.`);
  return fromText(field, String(value ?? ""));
}

function fromText(field: AbiParameter, text: string): unknown {
  if (field.type === "string") return text;
  if (field.type === "bool") {
    if (text === "true" || text === "false") return text === "true";
    throw new Error(`${nameOf(field)}: write true or false.`);
  }
  if (field.type === "address") {
    if (isAddress(text)) return getAddress(text);
    throw new Error(`${nameOf(field)}: write an address: 0x and 40 hex digits.`);
  }
  if (field.type.startsWith("bytes")) {
    const size = Number(field.type.slice(5));
    if (isHex(text) && text.length % 2 === 0 && (!size || text.length === 2 + 2 * size)) return text;
    throw new Error(`${nameOf(field)}: write ${size ? `0x and ${2 * size} hex digits` : "hex digits after 0x"}.`);
  }
  return fromInteger(field, text);
}

function fromInteger(field: AbiParameter, text: string): number | bigint {
  const [, signed, size] = /^(u?)int(\d*)$/.exec(field.type) ?? [];
  const bits = BigInt(size || 256);
  if (!/^-?\d{1,78}$/.test(text)) throw new Error(`${nameOf(field)}: write a whole number.`);
  const value = BigInt(text);
  const [least, most] = signed === "u" ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
  if (value < least || value > most) throw new Error(`${nameOf(field)}: the number does not fit ${field.type}.`);
  return bits <= 48n ? Number(value) : value;
}

const nameOf = (field: AbiParameter): string => field.name || field.type;
