"""Several endpoints of one chain as one node: the first that answers counts."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any, Protocol, TypeVar, cast
from weakref import finalize

import httpx
from web3.providers import JSONBaseProvider
from web3.types import RPCEndpoint, RPCResponse

from oracle.chain.endpoint import Call, Endpoint, EndpointError
from oracle.errors import Fatal, Transient, TroupeError

T = TypeVar("T")
_QUANTITY = re.compile("0x[0-9a-fA-F]{1,16}")
_FREE = "eth_sendRawTransaction"  # has one effect wherever it is sent, and however often


class Chain(Protocol):
    """Which chain endpoints must be on."""

    @property
    def chain_id(self) -> int: ...
    @property
    def genesis_hash(self) -> str: ...


def wrong_chain(expected: Chain, chain_id: int, genesis: str) -> str | None:
    """What is wrong with a chain that has this id and first block; None where it is the right one.

    The sentence goes on after what names the node.
    """
    if chain_id != expected.chain_id:
        return f"is on chain {chain_id}, not {expected.chain_id}: set another URL"
    if genesis.lower() != expected.genesis_hash.lower():
        return (
            f"is on a chain {chain_id} that began with block {genesis}, the deployment's with "
            f"{expected.genesis_hash}: it was started anew; deploy again or set another URL"
        )
    return None


class Endpoints(JSONBaseProvider):
    """A web3 provider that asks the first endpoint that is well, and the next where it fails.

    An endpoint that fails rests for longer each time, then comes first again; those that rest are
    asked only after all others, and never against their own ``Retry-After``. A JSON-RPC error is
    an answer, but for rate limits. With `chain` given, no endpoint's answer counts before its chain
    id and its genesis block were seen, anew after each failure.

    Every call raises `Transient` where none answers, and `Fatal` where all are on other chains.
    """

    def __init__(self, urls: Sequence[str], seconds: float, chain: Chain | None) -> None:
        super().__init__()
        client = httpx.Client()
        finalize(self, client.close)
        self._endpoints = [Endpoint(url, client, seconds) for url in urls]
        self._chain = chain
        self._of_thread = local()
        self.tell: Callable[[str, str], None] = lambda _method, _kind: None
        """Called with the method of each failed call and an `EndpointError`'s kind, or ``answer``
        for a JSON-RPC error, which may be about the call alone."""

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """As web3 asks."""
        call = self._call(method, params)
        answer = self._first(method, lambda e: e.ask(call))
        if "error" in answer:
            self.tell(method, "answer")
        return cast(RPCResponse, answer)

    def make_batch_request(
        self, batch_requests: list[tuple[RPCEndpoint, Any]]
    ) -> list[RPCResponse] | RPCResponse:
        """The answers in the order of the calls, all of one endpoint."""
        calls = [self._call(method, params) for method, params in batch_requests]
        method = calls[0]["method"]
        return cast(list[RPCResponse], self._first(method, lambda e: e.ask_all(calls)))

    def is_connected(self, show_traceback: bool = False) -> bool:
        """Whether any endpoint answers."""
        try:
            self.make_request(RPCEndpoint("eth_chainId"), [])
        except TroupeError:
            if show_traceback:
                raise
            return False
        return True

    @contextmanager
    def one(self) -> Iterator[None]:
        """Inside, all that this thread reads comes from the endpoint that answered first.

        Where it then fails, no other takes its place.
        """
        if getattr(self._of_thread, "inside", False):
            yield
            return
        self._of_thread.inside, self._of_thread.chosen = True, None
        try:
            yield
        finally:
            self._of_thread.inside, self._of_thread.chosen = False, None

    def prove(self) -> None:
        """See again that whoever answers is on our chain, before something rests on it for good.

        Raises `Transient` or `Fatal` as every call does.
        """
        for endpoint in self._endpoints:
            endpoint.verified = False
        self.make_request(RPCEndpoint("eth_chainId"), [])

    def troubled(self) -> list[Endpoint]:
        """The endpoints that do not answer, or are on another chain; all are asked."""
        call = self._call("eth_blockNumber", [])
        for endpoint in self._endpoints:
            self._try("eth_blockNumber", endpoint, lambda e: e.ask(call))
        return [endpoint for endpoint in self._endpoints if endpoint.trouble]

    def _call(self, method: str, params: Any) -> Call:
        number = next(self.request_counter)
        return {"jsonrpc": "2.0", "id": number, "method": method, "params": params or []}

    def _first(self, method: str, ask: Callable[[Endpoint], T]) -> T:
        for endpoint in self._in_turn(anywhere=method == _FREE):
            answer = self._try(method, endpoint, ask)
            if answer is not None:
                if getattr(self._of_thread, "inside", False) and not self._of_thread.chosen:
                    self._of_thread.chosen = endpoint
                return answer
        raise self._failure()

    def _in_turn(self, anywhere: bool) -> list[Endpoint]:
        chosen: Endpoint | None = getattr(self._of_thread, "chosen", None)
        allowed = [chosen] if chosen and not anywhere else self._endpoints
        asked = [endpoint for endpoint in allowed if not endpoint.must_rest]
        return sorted(asked, key=lambda endpoint: endpoint.rests)

    def _try(self, method: str, endpoint: Endpoint, ask: Callable[[Endpoint], T]) -> T | None:
        try:
            if not endpoint.verified:
                self._verify(endpoint)
            answer = ask(endpoint)
        except EndpointError as error:
            endpoint.failed(error)
            self.tell(method, error.kind)
            return None
        endpoint.answered()
        return answer

    def _verify(self, endpoint: Endpoint) -> None:
        if self._chain is not None:
            wrong = wrong_chain(self._chain, *self._identity(endpoint))
            endpoint.wrong_chain = wrong is not None
            if wrong:
                raise EndpointError("other", wrong)
        endpoint.verified = True

    def _identity(self, endpoint: Endpoint) -> tuple[int, str]:
        asked = self._call("eth_chainId", []), self._call("eth_getBlockByNumber", ["0x0", False])
        answers = [endpoint.ask(call).get("result") for call in asked]
        match answers:
            case [str(number), {"hash": str(genesis)}] if _QUANTITY.fullmatch(number):
                return int(number, 16), genesis[:80]
        raise EndpointError("other", "does not say which chain it is on")

    def _failure(self) -> TroupeError:
        troubles = "; ".join(e.trouble for e in self._endpoints if e.trouble)
        wrong = all(endpoint.wrong_chain for endpoint in self._endpoints)
        return Fatal(troubles) if wrong else Transient(troubles)
