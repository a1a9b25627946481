"""What tests of the sender share: a key, its sender, its journal, and a spoiled node."""

from collections.abc import Callable
from typing import Any

from eth_account import Account
from sqlalchemy import Engine

from oracle.chain.node import connect
from oracle.chain.sender import Sender
from oracle.signers.keystore import LocalSigner
from oracle.store.database import transaction
from oracle.store.journal import attempts
from oracle.store.tables import Transaction
from tests.oracle.chain.node_proxy import Call, Forward, NodeProxy
from tests.oracle.chain.probe import Chain
from tests.wait import wait_for

KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"  # Anvil's second
SIGNER = LocalSigner(Account.from_key(KEY), "test")
GWEI = 10**9


def sender(chain: Chain, engine: Engine, url: str | None = None, **options: Any) -> Sender:
    """A sender of the second account; `url` of another node than the chain's own."""
    options = {"depth": 2, "fee_cap": 100 * GWEI, "replace_after": 3, "signer": SIGNER, **options}
    w3, signer = connect(url or chain.url, seconds=10), options.pop("signer")
    return Sender(w3, signer, engine, [chain.probe.abi], chain_id=31337, **options)


def history(engine: Engine, cause: str) -> list[Transaction]:
    """The journal's rows of a cause."""
    with transaction(engine) as session:
        return attempts(session, cause)


def states(engine: Engine, cause: str) -> list[str]:
    """The states of a cause's attempts."""
    return [str(row.state) for row in history(engine, cause)]


def on(method: str, answer: Callable[[Call, Forward], Any]) -> Callable[[Call, Forward], Any]:
    """Interfere with one method, leave the others alone."""
    return lambda call, node: answer(call, node) if call["method"] == method else node(call)


def changed(method: str, **values: Any) -> Callable[[Call, Forward], Any]:
    """Give other `values` in the results of one method; None takes a value away."""

    def change(call: Call, node: Forward) -> Call:
        answer = node(call)
        for name, value in values.items():
            answer["result"][name] = value
            if value is None:
                del answer["result"][name]
        return answer

    return on(method, change)


def broadcasts(proxy: NodeProxy) -> list[str]:
    """The raw transactions that were broadcast."""
    calls = [call for call in proxy.calls if call["method"] == "eth_sendRawTransaction"]
    return [call["params"][0] for call in calls]


def pay(chain: Chain, nonce: int, gwei: int = 10) -> None:
    """Another program's transaction, by the same key."""
    fields = {"to": chain.user, "value": 1, "gas": 21_000, "gasPrice": gwei * GWEI, "nonce": nonce}
    raw = Account.from_key(KEY).sign_transaction({**fields, "chainId": 31337}).raw_transaction
    chain.w3.eth.send_raw_transaction(raw)
    chain.mine()


def base_fee(chain: Chain, wei: int) -> None:
    """Mine a block with that base fee."""
    chain.rpc("anvil_setNextBlockBaseFeePerGas", hex(wei))
    chain.mine()


def rising_base_fee(chain: Chain, blocks: int) -> None:
    """Mine blocks that are too dear for what was offered before."""
    for _ in range(blocks):
        base_fee(chain, 20 * GWEI)


def mined(chain: Chain) -> None:
    """Wait until a chain that mines by itself has mined what it was sent.

    Until then it may count a nonce as used before it has the receipt, which a look calls trouble.
    """
    wait_for(lambda: int(chain.rpc("txpool_status")["pending"], 16) == 0, "an empty pool")


def count(chain: Chain) -> int:
    """How often the probe's `add` had an effect."""
    return int(chain.probe.functions.count().call())
