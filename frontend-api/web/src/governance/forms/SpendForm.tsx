import { SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { getAddress, isAddress } from "viem";
import { rewardTokenAbi } from "../../chain/abi/RewardToken";
import { useToken } from "../../chain/contracts";
import { parseAmount } from "../../lib/amount";
import { spendCoins, spendTokens } from "../presets";
import { useTarget } from "../useTarget";
import { PresetForm } from "./PresetForm";
import type { PresetProps } from "./props";

const COIN_DECIMALS = 18;

/** Pays from the treasury. */
export function SpendForm({ add }: PresetProps) {
  const token = useTarget("RewardToken", rewardTokenAbi);
  const { symbol, decimals } = useToken();
  const [asset, setAsset] = useState("token");
  const [to, setTo] = useState("");
  const [amount, setAmount] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  function submit() {
    const wei = parseAmount(amount, asset === "token" ? decimals : COIN_DECIMALS);
    if (!isAddress(to.trim())) return setProblem("Write whom to pay: 0x and 40 hex digits.");
    if (!wei) return setProblem("Write an amount such as 12.5.");
    setProblem(null);
    const payee = getAddress(to.trim());
    add(asset === "token" ? spendTokens(token, payee, wei) : spendCoins(payee, wei));
  }

  return (
    <PresetForm problem={problem} submit={submit}>
      <SegmentedControl
        aria-label="What to pay in"
        value={asset}
        onChange={setAsset}
        data={[
          { value: "token", label: symbol },
          { value: "coin", label: "The network’s coin" },
        ]}
      />
      <TextInput label="Pay to" placeholder="0x…" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      <TextInput label="Amount" inputMode="decimal" value={amount} onChange={(event) => setAmount(event.currentTarget.value)} />
    </PresetForm>
  );
}
