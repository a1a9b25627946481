"""An audit says of each operator, of the settlement and of each entry whether it is right."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from oracle.domain import Brief, Manifest, digest_of
from oracle.errors import Missing, Permanent
from oracle.ports import RoundState
from oracle.replay import Audit
from oracle.rounds.compare import Finding
from oracle.rounds.replayed import Replay
from oracle.scoring.profile import default_profile
from oracle.store.database import transaction
from oracle.store.inbox import events
from oracle.store.tables import Event
from tests.oracle.documents.hostile import canonical
from tests.oracle.documents.play import CHAIN_ID, OPERATORS, Play, playing, word

BRIEF = Brief(text="A post about the ferry between Almada and Lisbon")


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """A round that three honest operators settled; leave it as you found it."""
    with playing(tmp_path_factory.mktemp("settled")) as play:
        play.propose(play.pin(BRIEF.to_bytes()))
        assert play.finish() is RoundState.SETTLED
        yield play


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    with playing(tmp_path) as made:
        yield made


def audit(play: Play, round_id: int = 1) -> Replay:
    """By the logs of one operator and the blocks of another."""
    member = play.members[1]
    member.read()
    return Audit(member.chain, member.database, play.members[2].blocks, lambda _: None).of(round_id)


def changed(play: Play, name: str, **args: object) -> Iterator[None]:
    """The first log of that name says something else for a while."""
    with transaction(play.members[1].database) as session:
        event = events(session, CHAIN_ID, [name])[0]
        key, before = event.id, event.args
        event.args = before | args
    yield
    with transaction(play.members[1].database) as session:
        session.get_one(Event, key).args = before


def of(found: Replay, kind: str) -> list[Finding]:
    return [each for each in found.findings if each.kind == kind]


def verdicts(found: Replay, kind: str) -> list[str]:
    return [each.verdict for each in of(found, kind)]


def test_replay__honest_round__is_equal_in_all_parts(settled: Play):
    found = audit(settled)
    assert [each.about for each in of(found, "operator")] == list(OPERATORS)
    assert verdicts(found, "operator") == ["equal"] * 3
    assert verdicts(found, "settlement") == ["equal"]
    assert verdicts(found, "entry") == ["equal"] * 5
    assert (found.status, found.rejected) == (0, None)
    assert settled.log.revealed[OPERATORS[0]].hex().endswith(found.sheet[2:])
    assert json.loads(json.dumps(found.as_json()))["status"] == 0
    assert all(line.isprintable() for line in found.lines())


def test_replay__operator_who_reported_other_numbers__is_named_with_them(settled: Play):
    payload = bytearray(settled.log.revealed[OPERATORS[0]])
    virality = int.from_bytes(payload[6:8])
    payload[6:8] = (10_000).to_bytes(2)
    for _ in changed(settled, "Revealed", payload="0x" + payload.hex()):
        found = audit(settled)
    (liar, *others) = of(found, "operator")
    assert (liar.verdict, *(each.verdict for each in others)) == ("differs", "equal", "equal")
    (difference,) = liar.differences
    assert (difference.persona, difference.what) == (1, "virality")
    assert (difference.theirs, difference.ours) == ("10000", str(virality))
    assert found.status == 1
    assert any("persona 1, virality: theirs 10000" in line for line in found.lines())


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda data: data[:-32] + bytes(32), "digest of the sheet, all numbers alike"),
        (lambda data: data[:50] + bytes([1 + (data[50] == 1)]) + data[51:], "ballot for"),
        (lambda data: data[:-1], "payload"),
    ],
    ids=["digest", "ballot", "length"],
)
def test_replay__other_bytes_revealed__differ_and_say_in_what(settled: Play, change, what: str):
    payload = change(settled.log.revealed[OPERATORS[0]])
    for _ in changed(settled, "Revealed", payload="0x" + payload.hex()):
        liar = of(audit(settled), "operator")[0]
    assert liar.verdict == "differs"
    assert what in {each.what for each in liar.differences}


def test_replay__settled_otherwise_than_the_sheet_gives__differs(settled: Play):
    for _ in changed(settled, "RoundSettled", median=word([10_000] * 5)):
        found = audit(settled)
    (settlement,) = of(found, "settlement")
    assert settlement.verdict == "differs"
    assert {each.what for each in settlement.differences} == {"composite", "final score"}
    assert found.status == 1


def test_replay__abstention__is_not_compared_and_alone_tells_nothing(settled: Play):
    for _ in changed(settled, "Revealed", payload="0x"):
        found = audit(settled)
    assert verdicts(found, "operator") == ["not compared", "equal", "equal"]
    assert found.status == 0
    alone = Replay(1, "", "", "", None, (of(found, "operator")[0],))
    assert alone.status == 2


@pytest.fixture(scope="module")
def honest(settled: Play) -> bytes:
    return settled.members[0].blocks.get(str(settled.log.manifest))


def submitted(play: Play, manifest: bytes) -> Replay:
    play.propose(play.pin(BRIEF.to_bytes()))
    play.submit(play.pin(manifest))
    play.finish()
    return audit(play)


def test_replay__leader_who_calls_a_rival_failed__is_exposed(play: Play, honest: bytes):
    data = json.loads(honest)
    text = data["entries"][1]["text"]
    data["entries"][1] |= {"text": "", "failure": "the engine broke", "quotes": []}
    found = submitted(play, canonical(data))
    assert verdicts(found, "operator") == ["equal"] * 3, "judges score what was submitted"
    assert verdicts(found, "entry") == ["equal", "differs", "equal", "equal", "equal"]
    differences = {each.what: each for each in of(found, "entry")[1].differences}
    assert differences["failure"].theirs == "the engine broke"
    assert differences["text"].ours[:50] == " ".join(text.split())[:50]
    assert found.status == 1


def test_replay__entry_of_a_language_model__is_said_not_to_be_run_again(play: Play, honest: bytes):
    data = json.loads(honest)
    data["entries"][0] |= {
        "text": "A ferry crosses the Tagus to Lisbon, says Almada.",
        "quotes": [],
    }
    data["entries"][0]["engine"] = {
        "name": "openai",
        "version": "",
        "model": "someone/some-model",
        "built_in": False,
    }
    found = submitted(play, canonical(data))
    assert verdicts(found, "entry") == ["not compared", *["equal"] * 4]
    assert "some-model), which is not run again" in of(found, "entry")[0].says
    assert found.status == 0


def test_replay__manifest_that_is_none__gives_the_reason_and_compares_the_rejections(play: Play):
    found = submitted(play, b'{"entries":0}')
    assert "is no manifest" in str(found.rejected)
    assert verdicts(found, "operator") == ["equal"] * 3
    assert verdicts(found, "settlement") == ["equal"]
    assert of(found, "entry") == []
    assert found.status == 0


def test_replay__round_that_never_was__cannot_tell(settled: Play):
    with pytest.raises(Permanent, match="round 9 was never proposed"):
        audit(settled, round_id=9)


def test_replay__round_without_entries__cannot_tell(play: Play):
    play.propose(digest_of(b"nowhere"))
    assert play.finish() is RoundState.EXPIRED
    with pytest.raises(Permanent, match="round 1 has no entries"):
        audit(play)


def test_replay__document_nowhere_to_be_had__cannot_tell(play: Play, honest: bytes):
    play.propose(play.pin(BRIEF.to_bytes(), members=[0, 1]))
    play.submit(play.pin(honest))
    with pytest.raises(Missing):
        audit(play)


def test_replay__profile_of_other_libraries__cannot_tell(play: Play, honest: bytes):
    other = default_profile().model_copy(update={"libraries": {"numpy": "0.1"}})
    play.log.profile = play.pin(other.to_bytes())
    play.propose(play.pin(BRIEF.to_bytes()))
    play.submit(play.pin(Manifest.parse(honest).to_bytes()))
    with pytest.raises(Permanent, match=r"numpy 0\.1 \(installed"):
        audit(play)


def test_replay_command__that_cannot_tell__ends_with_two_and_says_why(tmp_path: Path):
    command = [sys.executable, "-m", "oracle", "replay", "--round", "1", "--json"]
    environment = os.environ | {"TROUPE_DEPLOYMENTS": str(tmp_path), "TROUPE_CHAIN_ID": "31337"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "31337.json is missing" in json.loads(done.stdout)["error"]
    assert "can't tell" in done.stderr
