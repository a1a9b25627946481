import { Button, Card, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { zeroAddress } from "viem";
import type { VaultDetail } from "../api/generated";
import type { Hex } from "../api/types";
import { revenueFactoryAbi } from "../chain/abi/RevenueFactory";
import { revenueVaultAbi } from "../chain/abi/RevenueVault";
import { useContract, useContracts } from "../chain/contracts";
import { useHolder } from "../chain/holder";
import { useWallet } from "../chain/wallet";
import { parseAmount, problemOfPayment } from "../lib/amount";
import { focusProblem } from "../lib/focus";
import { call, type Transaction } from "../tx/call";
import { pay } from "../tx/permit";
import { useTransaction } from "../tx/useTransaction";
import { AssetAmount, useAssets } from "../ui/AssetAmount";

interface TipProps {
  vault: VaultDetail;
  name: string;
  /** Whether the keyboard begins at the amount. */
  focused: boolean;
}

/** Pays into a vault: what comes in is shared at once. */
export function Tip({ vault, name, focused }: TipProps) {
  const assetOf = useAssets();
  const contracts = useContracts();
  const begin = useTransaction();
  const known = useTaken().filter((taken) => assetOf(taken).decimals !== null);
  const [asset, setAsset] = useState<Hex>(contracts.token.address);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const { data: holder } = useHolder();
  const isCoin = asset === zeroAddress;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { symbol, decimals } = assetOf(asset);
    const bounds = { symbol, decimals: decimals ?? 0, held: isCoin ? undefined : holder?.balance };
    const found = problemOfPayment(text, bounds);
    setProblem(found);
    const amount = parseAmount(text, bounds.decimals);
    if (found || amount === null) return focusProblem(event.currentTarget);
    begin(tipOf(amount));
  }

  function tipOf(amount: bigint): Transaction {
    const paid = call({
      address: vault.address,
      abi: revenueVaultAbi,
      functionName: "payIn",
      args: [asset, amount],
      ...(isCoin && { value: amount }),
    });
    const told = {
      title: `Tip ${name}`,
      does: `Pays into the vault of ${name}, which shares it among those who hold its contributions. It can’t be taken back.`,
      facts: [["Amount", <AssetAmount asset={asset} amount={amount} />]] as const,
      afterwards: () => setText(""),
    };
    if (isCoin) return { ...told, call: paid };
    return { ...told, ...pay("Pay the tip", { contracts, spender: vault.address, amount, takes: paid }) };
  }

  return (
    <Card component="section" aria-labelledby="tip">
      <form onSubmit={submit} noValidate>
        <Stack>
          <Title order={2} id="tip">
            Tip {name}
          </Title>
          <Text size="sm">A tip goes to its vault and is shared by weight among its contributors.</Text>
          <Group align="start">
            <TextInput
              label="Amount"
              autoFocus={focused}
              inputMode="decimal"
              value={text}
              error={problem}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <NativeSelect
              label="In"
              data={known.map((one) => ({ value: one, label: assetOf(one).symbol }))}
              value={asset}
              onChange={(event) => setAsset(event.currentTarget.value as Hex)}
            />
          </Group>
          <Group>
            <Button type="submit">Tip</Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

/** The assets that vaults take: the reward token, and the others that the factory names to a connected wallet. */
function useTaken(): readonly Hex[] {
  const wallet = useWallet();
  const { token } = useContracts();
  const factory = useContract("RevenueFactory", revenueFactoryAbi);
  const { data } = useQuery({
    queryKey: ["holder", wallet?.address, "vault assets"],
    enabled: wallet !== null,
    staleTime: Infinity, // fixed when the factory was deployed
    queryFn: () => wallet!.client.readContract({ ...factory, functionName: "assets" }),
  });
  return data ?? [token.address];
}
