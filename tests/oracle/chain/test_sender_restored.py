"""The sender with the journal of an old backup: what was sent since has no second effect."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from eth_account import Account
from eth_utils import keccak
from sqlalchemy import Engine

from oracle.chain.fees import Fees
from oracle.chain.reverts import Revert
from oracle.chain.signing import signed
from oracle.errors import Fatal, Transient
from oracle.signers.keystore import LocalSigner
from oracle.store.backup import back_up
from oracle.store.database import transaction
from oracle.store.operator import bind, open_operator_store
from oracle.store.restore import restore
from tests.oracle.chain.probe import Chain
from tests.oracle.chain.sending import GWEI, SIGNER, count, rising_base_fee, sender, states
from tests.wait import wait_for

ABOUT = 31337, "0xRounds"
KEY = keccak(b"a")


class Past:
    """An operator's database, and what it was at the time of its backup."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.now = open_operator_store(folder / "now.sqlite")
        bind(self.now, *ABOUT)
        self.again: Engine | None = None

    def back_up(self) -> None:
        back_up(self._folder / "now.sqlite", self._folder / "backup", lambda *_: None)

    def restore(self) -> Engine:
        """The database as it was, in the place of what is there now."""
        where = self._folder / "again.sqlite"
        restore(self._folder / "backup", where, ABOUT, lambda *_: None)
        self.again = open_operator_store(where)
        return self.again


@pytest.fixture
def past(tmp_path: Path) -> Iterator[Past]:
    past = Past(tmp_path)
    yield past
    past.now.dispose()
    if past.again:
        past.again.dispose()


def used(chain: Chain) -> int:
    return chain.w3.eth.get_transaction_count(SIGNER.address)


def test_restored__what_was_mined_since__is_refused_before_it_is_sent(chain: Chain, past: Past):
    past.back_up()
    sender(chain, past.now).send("mark", chain.probe.functions.mark(KEY))
    wait_for(lambda: used(chain) == 1, "the block")
    engine = past.restore()
    with pytest.raises(Revert, match="AlreadyMarked"):
        sender(chain, engine).send("mark", chain.probe.functions.mark(KEY))
    assert used(chain) == count(chain) == 1
    sender(chain, engine).send("another", chain.probe.functions.mark(keccak(b"b")))
    wait_for(lambda: used(chain) == 2, "the block")
    assert count(chain) == 2


def test_restored__what_waits_in_the_pool__has_one_effect(manual: Chain, past: Past):
    past.back_up()
    sender(manual, past.now).send("add", manual.probe.functions.add())
    ours = sender(manual, past.restore())
    ours.send("add", manual.probe.functions.add())
    for _ in range(3):
        manual.mine()
        ours.poll()
    assert used(manual) == count(manual) == 1
    assert past.again is not None
    assert states(past.again, "add") == ["finalized"]


def test_restored__what_was_replaced_since__is_settled_by_its_nonce(manual: Chain, past: Past):
    first = sender(manual, past.now)
    first.send("mark", manual.probe.functions.mark(KEY))
    past.back_up()
    manual.rpc("anvil_dropAllTransactions")
    rising_base_fee(manual, 4)
    first.poll()
    assert len(states(past.now, "mark")) == 2
    manual.mine(4)
    ours = sender(manual, past.restore())
    ours.poll()
    with pytest.raises(Revert, match="AlreadyMarked"):
        ours.send("mark", manual.probe.functions.mark(KEY))
    assert used(manual) == count(manual) == 1


def test_tampered__a_row_that_its_key_did_not_sign_is_never_signed_again(manual: Chain, past: Past):
    """A worker, or who made the backup, would have whatever it likes signed by the operator."""
    thief = LocalSigner(Account.create(), "test")
    thief.address = SIGNER.address
    fields = {"chainId": 31337, "nonce": used(manual), "gas": 21_000}
    theft = {**fields, "to": manual.user, "value": 10**18, "data": b""}
    with transaction(past.now) as session:
        session.add(signed(thief, theft, Fees(10 * GWEI, 1, 0), "commit", 1))
    ours = sender(manual, past.now)
    with suppress(Transient):
        ours.poll()
    for _ in range(4):
        manual.mine()
    with pytest.raises(Fatal, match="was not signed by"):
        ours.poll()
    assert states(past.now, "commit") == ["stored"]
    assert used(manual) == 0
