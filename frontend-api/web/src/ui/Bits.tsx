/** Small things that stand everywhere: amounts, hashes, avatars, chips. */
import type { ReactNode } from "react";
import { explorerLink } from "../chain/config";
import { useDeployed, useToken } from "../chain/contracts";
import { formatAmount, ipfsPath, shortHex } from "../lib/format";

export function Amount({ wei }: { wei: string | bigint }) {
  const { decimals, symbol } = useToken();
  return (
    <span className="amount">
      {formatAmount(wei, decimals)} <small>{symbol}</small>
    </span>
  );
}

export function Address({ value }: { value: string }) {
  return (
    <code className="hex" title={value}>
      {shortHex(value)}
    </code>
  );
}

/** A digest, linked to the document that the service holds. */
export function Digest({ value }: { value: string }) {
  return (
    <a className="hex" href={ipfsPath(value)} title={value} target="_blank" rel="noreferrer">
      {shortHex(value)}
    </a>
  );
}

export function TxHash({ value }: { value: string }) {
  const link = explorerLink(useDeployed(), value);
  if (!link) return <Address value={value} />;
  return (
    <a className="hex" href={link} title={value} target="_blank" rel="noreferrer">
      {shortHex(value)}
    </a>
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
    <svg className="avatar" width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
      <rect width="48" height="48" rx="24" fill={`hsl(${hue} 52% 46%)`} />
      <circle cx={id % 2 ? 10 : 38} cy="42" r="22" fill={`hsl(${hue} 60% 36%)`} />
      <text x="24" y="32" textAnchor="middle" fontSize="23" fill="#fff">
        {[...name][0]?.toUpperCase()}
      </text>
    </svg>
  );
}

export function Chip({ kind, children }: { kind: string; children: ReactNode }) {
  return <span className={`chip chip-${kind}`}>{children}</span>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
