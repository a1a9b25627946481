"""People of the API: their wallets, and browsers in which they sign in."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from frontend_api.accounts.cookies import SESSION
from frontend_api.projection.database import open_to_write
from frontend_api.projection.tables import Block, Status

from oracle.assistant.accounts.sessions import Sessions
from oracle.assistant.people.database import open_people
from oracle.store.database import transaction

ADA: LocalAccount = Account.from_key(b"\1" * 32)
BEN: LocalAccount = Account.from_key(b"\2" * 32)


@contextmanager
def browser(url: str) -> Iterator[httpx.Client]:
    """A browser on the page at `url`, in which nobody is signed in."""
    with httpx.Client(base_url=url, headers={"Origin": url}, timeout=60) as client:
        yield client


@contextmanager
def signed_in(url: str, people: Path, address: str) -> Iterator[httpx.Client]:
    """A browser on the page at `url` in which the wallet of that checksum address is signed in.

    `people` is the API's people database.
    """
    engine = open_people(people)
    token = Sessions(engine).open(address).token
    engine.dispose()
    with browser(url) as client:
        client.cookies.set(SESSION, token)
        yield client


def know_chain(projection: Path, chain_id: int, genesis_hash: str) -> None:
    """Let a new projection be of a chain on which nothing was deployed yet."""
    engine = open_to_write(projection)
    deployment = {"chain_id": chain_id, "genesis_hash": genesis_hash}
    with transaction(engine) as session:
        session.add(Status(deployment=deployment, token={}))
        session.add(Block(number=0, hash=genesis_hash, timestamp=0))
    engine.dispose()


def iso(seconds: float) -> str:
    """A Unix time as messages have it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def message(asked: dict[str, Any], address: str, more: str = "", **others: Any) -> str:
    """A message of ERC-4361 as the page writes it, with `more` at its end and other values."""
    said = asked | {"issued": iso(time.time()), "version": 1, "statement": "Sign in."} | others
    return (
        f"{said['domain']} wants you to sign in with your Ethereum account:\n{address}\n\n"
        f"{said['statement']}\n\nURI: {said['uri']}\nVersion: {said['version']}\n"
        f"Chain ID: {said['chain_id']}\nNonce: {said['nonce']}\nIssued At: {said['issued']}{more}"
    )


def sign(text: str, account: LocalAccount) -> str:
    """The signature of a wallet under a message."""
    return "0x" + account.sign_message(encode_defunct(text=text)).signature.hex()


def ask_nonce(client: httpx.Client) -> dict[str, Any]:
    """A nonce for this browser, and what goes with it."""
    found: dict[str, Any] = client.post("/session/nonce").raise_for_status().json()
    return found


def send(client: httpx.Client, text: str, signature: str) -> httpx.Response:
    """Try to sign in."""
    return client.post("/session", json={"message": text, "signature": signature})


def sign_in(client: httpx.Client, account: LocalAccount) -> None:
    """Sign in as a person does."""
    text = message(ask_nonce(client), account.address)
    assert send(client, text, sign(text, account)).status_code == 201
