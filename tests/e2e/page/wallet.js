/* A wallet for tests: announced by EIP-6963, signing with the local chain's unlocked accounts.
   `window.testWallet` makes it misbehave: declining, sending twice, standing on another network.
   Its owner may `use` another account, `move` to another network, or `lock` it. */
({ rpc, account }) => {
  const state = { decline: false, race: false, chainId: null };
  window.testWallet = state;
  const listeners = {};
  let connected = false;

  const fail = (code, message) => Object.assign(new Error(message), { code });
  const emit = (name, value) => (listeners[name] ?? []).forEach((listener) => listener(value));

  async function forward(method, params) {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(rpc, { method: "POST", headers: { "content-type": "application/json" }, body });
    const { result, error } = await response.json();
    if (error) throw Object.assign(fail(error.code, error.message), { data: error.data });
    return result;
  }

  function consent() {
    if (state.decline) throw fail(4001, "User rejected the request.");
  }

  async function sendTransaction([transaction]) {
    consent();
    if (!connected || transaction.from.toLowerCase() !== account.toLowerCase()) {
      throw fail(4100, "The requested account and/or method has not been authorized by the user.");
    }
    const sent = { ...transaction, gas: "0xf4240" };
    // The same call from another window, mined first: this one is then undone by the contract.
    if (state.race) await forward("eth_sendTransaction", [sent]);
    return forward("eth_sendTransaction", [sent]);
  }

  const methods = {
    eth_requestAccounts: () => (consent(), (connected = true), [account]),
    eth_accounts: () => (connected ? [account] : []),
    eth_chainId: () => state.chainId ?? forward("eth_chainId", []),
    eth_sendTransaction: sendTransaction,
    personal_sign: (params) => (consent(), forward("personal_sign", params)),
    eth_signTypedData_v4: (params) => (consent(), forward("eth_signTypedData_v4", params)),
    wallet_switchEthereumChain: ([{ chainId }]) => {
      state.chainId = null;
      emit("chainChanged", chainId);
      return null;
    },
    wallet_requestPermissions: () => (consent(), (connected = true), [{ parentCapability: "eth_accounts" }]),
    wallet_revokePermissions: () => ((connected = false), null),
  };

  const provider = {
    request: async ({ method, params = [] }) => (methods[method] ? methods[method](params) : forward(method, params)),
    on: (name, listener) => (listeners[name] ??= []).push(listener),
    removeListener: (name, listener) => (listeners[name] = (listeners[name] ?? []).filter((one) => one !== listener)),
  };
  const icon = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>";
  state.use = (next) => emit("accountsChanged", [(account = next)]);
  state.move = (chainId) => emit("chainChanged", (state.chainId = chainId));
  state.lock = () => ((connected = false), emit("accountsChanged", []));
  const info = { uuid: crypto.randomUUID?.() ?? "1", name: "Test Wallet", icon, rdns: "test.wallet" };
  const announce = () =>
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
};
