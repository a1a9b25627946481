"""An operator whose key is with an external signer, which goes away for a while."""

from collections.abc import Iterator

import pytest
from eth_keys import keys

from oracle.domain import Brief
from oracle.ports import RoundState
from scripts._demo.people import account_key
from tests.e2e.conftest import Troupe
from tests.oracle.signers.web3signer import Web3Signer
from tests.web_server import running

ALONE = 1
BRIEF = Brief(text="A post about the ferry that still runs on Sundays")


@pytest.fixture
def signer() -> Web3Signer:
    return Web3Signer([keys.PrivateKey(bytes.fromhex(account_key(ALONE)[2:]))])


@pytest.fixture
def remote(signer: Web3Signer, bare_troupe: Troupe) -> Iterator[dict[str, str]]:
    """The settings of an operator that signs there."""
    bare_troupe.people.bond_operators([ALONE])
    with running(signer.app()) as url:
        yield {"TROUPE_KEYSTORE": "", "TROUPE_SIGNER_URL": url}
        bare_troupe.processes.kill(f"operator {ALONE}")


def test_round__key_with_an_external_signer__is_settled_though_the_signer_was_down(
    bare_troupe: Troupe, signer: Web3Signer, remote: dict[str, str]
):
    """The operator starts anew between commit and reveal: the salt is found again."""
    checked = bare_troupe.check(**bare_troupe.key_of(ALONE) | remote)
    assert f"ok   key: {bare_troupe.address(ALONE)}, signer at 127.0.0.1:" in checked.stdout

    start = {**bare_troupe.key_of(ALONE), **remote}
    bare_troupe.start_operator(ALONE, **remote)
    round_id = bare_troupe.propose(BRIEF)
    bare_troupe.wait(lambda: len(bare_troupe.logs("Committed", round_id)) == 1, "a commitment")
    bare_troupe.processes.kill(f"operator {ALONE}")
    signer.status = 503
    refused = bare_troupe.oracle("once", **start)
    assert refused.returncode == 1
    assert "oracle: the signer at 127.0.0.1" in refused.stderr
    assert "Traceback" not in refused.stderr

    signer.status = 200
    bare_troupe.start_operator(ALONE, **remote)
    bare_troupe.end_voting(round_id, 1)
    bare_troupe.wait(lambda: bare_troupe.state(round_id) == RoundState.SETTLED, "settlement")
    assert len(bare_troupe.logs("Revealed", round_id)) == 1
    assert bare_troupe.logs("Penalized", round_id) == []
