import type { Hex } from "../api/types";
import { chainOf } from "../chain/config";
import { useDeployed } from "../chain/contracts";
import { type Asset, assetOf } from "../lib/assets";
import { formatAmount } from "../lib/format";
import classes from "./bits.module.css";

/** Tells what an asset is. */
export function useAssets(): (address: Hex) => Asset {
  const deployment = useDeployed();
  const coin = chainOf(deployment).nativeCurrency;
  return (address) => assetOf(address, { token: deployment.token, coin });
}

/** An amount of any asset that a vault shares. */
export function AssetAmount({ asset, amount }: { asset: Hex; amount: string | bigint }) {
  const { symbol, decimals } = useAssets()(asset);
  return (
    <span className={classes.amount}>
      {formatAmount(amount, decimals ?? 0)} <small>{symbol}</small>
    </span>
  );
}

/** What can be claimed now, a line for each asset. */
export function Earnings({ earnings }: { earnings: readonly { asset: Hex; claimable: string }[] }) {
  return earnings.map(({ asset, claimable }) => (
    <div key={asset}>
      <AssetAmount asset={asset} amount={claimable} />
    </div>
  ));
}
