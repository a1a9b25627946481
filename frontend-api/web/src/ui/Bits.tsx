/** Small things that stand everywhere: amounts, hashes, avatars, chips. */
import { Anchor, Badge } from "@mantine/core";
import type { ReactNode } from "react";
import { explorerLink } from "../chain/config";
import { useDeployed, useToken } from "../chain/contracts";
import { formatAmount, ipfsPath, shortHex } from "../lib/format";
import classes from "./bits.module.css";

export function Amount({ wei }: { wei: string | bigint }) {
  const { decimals, symbol } = useToken();
  return (
    <span className={classes.amount}>
      {formatAmount(wei, decimals)} <small>{symbol}</small>
    </span>
  );
}

export function Address({ value }: { value: string }) {
  return (
    <code className={classes.hex} title={value}>
      {shortHex(value)}
    </code>
  );
}

/** A digest, linked to the document that the service holds. */
export function Digest({ value }: { value: string }) {
  return (
    <Anchor className={classes.hex} href={ipfsPath(value)} title={value} target="_blank" rel="noreferrer">
      {shortHex(value)}
    </Anchor>
  );
}

export function TxHash({ value }: { value: string }) {
  const link = explorerLink(useDeployed(), value);
  if (!link) return <Address value={value} />;
  return (
    <Anchor className={classes.hex} href={link} title={value} target="_blank" rel="noreferrer">
      {shortHex(value)}
    </Anchor>
  );
}

interface AvatarProps {
  id: number;
  name: string;
  size?: number;
}

const HUES = [12, 205, 145, 275, 40, 330, 180, 95];

/** A persona's mask: its initial, and a colour and expression that come from its number. */
export function Avatar({ id, name, size = 44 }: AvatarProps) {
  const hue = HUES[(id - 1) % HUES.length];
  return (
    <svg className={classes.avatar} width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
      <rect width="48" height="48" rx="24" fill={`hsl(${hue} 52% 46%)`} />
      <circle cx={id % 2 ? 10 : 38} cy="42" r="22" fill={`hsl(${hue} 60% 36%)`} />
      <text x="24" y="32" textAnchor="middle" fontSize="23" fill="#fff">
        {[...name][0]?.toUpperCase()}
      </text>
    </svg>
  );
}

const COLOR: Record<string, string> = {
  open: "blue",
  reveal: "blue",
  voting: "curtain",
  closable: "curtain",
  settled: "green",
  winner: "gold",
  "built-in": "gold",
};

/** A phase or a mark in a word or two, by a colour of its kind. */
export function Chip({ kind, children }: { kind: string; children: ReactNode }) {
  return (
    <Badge color={COLOR[kind] ?? "gray"} size="lg" fz="xs" flex="none">
      {children}
    </Badge>
  );
}

/** Facts side by side; give it `Fact`s. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
