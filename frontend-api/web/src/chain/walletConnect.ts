import { type CreateConnectorFn, createConnector } from "wagmi";
import { walletConnect } from "wagmi/connectors/walletConnect";

/** WalletConnect for who chooses it: its code is loaded, and its servers are asked, only then, or where it was used last.
 *
 * wagmi asks every connector for its provider when a page opens. This one has none until somebody wants it.
 */
export function walletConnectWhenChosen(parameters: Parameters<typeof walletConnect>[0]): CreateConnectorFn {
  return createConnector((config) => {
    const connector = walletConnect(parameters)(config);
    let chosen = false;
    const isWanted = async () => chosen || (await config.storage?.getItem("recentConnectorId")) === connector.id;
    const connect: typeof connector.connect = (asked) => {
      chosen = true;
      return connector.connect(asked);
    };
    return {
      ...connector,
      connect,
      getProvider: async (asked) => ((await isWanted()) ? connector.getProvider(asked) : undefined),
    };
  });
}
walletConnectWhenChosen.type = walletConnect.type;
