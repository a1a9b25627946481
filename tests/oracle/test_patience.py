"""Whoever answers by a byte now and then, or by a bomb, holds nobody up and fills no memory."""

import gzip
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from pydantic import SecretStr

from oracle.chain.node import connect, header_at
from oracle.engines.openai.client import OpenAIClient
from oracle.engines.openai.settings import OpenAISettings
from oracle.errors import Transient
from oracle.ipfs.cid import RAW, Cid
from oracle.ipfs.gateway import Gateways
from oracle.ipfs.pinning import PinningService
from oracle.patience import Patience
from oracle.signers.remote import open_remote
from tests.crawling import CrawlingServer
from tests.wait import PATIENCE_S

_BOMB = gzip.compress(bytes(40 * 2**20))


def ask_node(url: str, seconds: float) -> None:
    header_at(connect(url, seconds=seconds), 0)


def ask_gateway(url: str, seconds: float) -> None:
    with closing(Gateways([url], seconds)) as gateways:
        gateways.fetch(Cid.of(RAW, b"x"), 100)


def ask_engine(url: str, seconds: float) -> None:
    settings = OpenAISettings(url=url, token=SecretStr(""), timeout_s=seconds)
    with closing(OpenAIClient(settings)) as client:
        client.models(1)


def ask_signer(url: str, seconds: float) -> None:
    open_remote(url, None, seconds)


def ask_pinning(url: str, seconds: float) -> None:
    with closing(PinningService(url, None, seconds=seconds)) as service:
        service.pin(Cid.of(RAW, b"x"))


@pytest.mark.parametrize("ask", [ask_node, ask_gateway, ask_engine, ask_signer, ask_pinning])
def test_answer__its_headers_never_end__is_given_up_in_time(ask: Callable[[str, float], None]):
    with CrawlingServer() as server:
        start = time.monotonic()
        with pytest.raises(Transient):
            ask(server.url, 0.3)
        assert time.monotonic() - start < 60


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (ask_node, "not JSON"),
        (ask_engine, "sent no answer"),
        (ask_signer, "sent no JSON"),
        (ask_pinning, "no pinning service"),
    ],
)
def test_answer__compressed_unasked__is_not_blown_up(ask: Callable[[str, float], None], why: str):
    with CrawlingServer(_BOMB) as server, pytest.raises(Transient, match=why):
        ask(server.url, PATIENCE_S)


def test_patience__call_that_raises__raises_that():
    with pytest.raises(ZeroDivisionError):
        Patience(1).call(lambda: 1 // 0)
