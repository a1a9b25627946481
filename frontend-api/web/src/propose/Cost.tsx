import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Parameters } from "../api/types";
import { useContracts } from "../chain/contracts";
import { useWallet } from "../chain/wallet";
import { formatAmount, formatDuration } from "../lib/format";
import { Amount } from "../ui/Bits";
import { FactTable, type NamedFact } from "../ui/FactTable";

/** `proposeWithPermit` with five personas took 217,573 on a local chain; the wallet tells the exact figure. */
const GAS = 220_000n;

interface CostProps {
  /** In wei; null while what stands in the form is no amount. */
  bounty: bigint | null;
  parameters: Parameters;
}

/** What proposing costs, what of it goes where, and what the connected account has. */
export function Cost({ bounty, parameters }: CostProps) {
  const { data: purse } = usePurse();
  const fee = BigInt(parameters.fee);
  const facts: NamedFact[] = [["Bounty", bounty === null ? "–" : <Amount wei={bounty} />]];
  facts.push(["Of it to the operators of the committee", <Amount wei={fee} />]);
  if (bounty !== null && bounty > fee) facts.push(["Of it to the personas", <Amount wei={bounty - fee} />]);
  if (purse) {
    facts.push(["You hold", <Amount wei={purse.balance} />]);
    facts.push(["Already approved", <Amount wei={purse.allowance} />]);
    facts.push(["Gas, about", `${formatAmount(purse.gasPrice * GAS)} ${purse.coin}, of your ${formatAmount(purse.coins)}`]);
  }
  return (
    <>
      <FactTable label="Cost" facts={facts} />
      <Text size="sm" c="dimmed">
        {purse && bounty !== null && purse.allowance < bounty
          ? "You sign a permit for the bounty, which costs nothing, and send one transaction. "
          : "You send one transaction. "}
        Entries are due within {formatDuration(parameters.entry_window)}; without them the bounty comes back to you. The brief is pinned
        first and becomes public.
      </Text>
    </>
  );
}

/** What the connected account holds and has approved, and the price of gas; undefined without a wallet. */
function usePurse() {
  const wallet = useWallet();
  const { token, rounds } = useContracts();
  return useQuery({
    queryKey: ["holder", wallet?.address, "purse"],
    enabled: wallet !== null,
    queryFn: async () => {
      const { address, client } = wallet!;
      const [balance, allowance, coins, gasPrice] = await Promise.all([
        client.readContract({ ...token, functionName: "balanceOf", args: [address] }),
        client.readContract({ ...token, functionName: "allowance", args: [address, rounds.address] }),
        client.getBalance({ address }),
        client.getGasPrice(),
      ]);
      return { balance, allowance, coins, gasPrice, coin: client.chain?.nativeCurrency.symbol ?? "ETH" };
    },
  });
}
