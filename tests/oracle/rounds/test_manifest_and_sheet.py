"""From a proposal to its manifest, and from a manifest to the score sheet, on real documents."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from oracle.domain import Brief, Criterion, EngineInfo, Manifest, Platform, digest_of
from oracle.engines.builtin import BuiltinWriter
from oracle.errors import Missing, Permanent, Transient
from oracle.ipfs.embedded import EmbeddedStore
from oracle.personas.cards import default_cards
from oracle.ports import Proposal, RosterPersona, Submission
from oracle.rounds.score import make_sheet
from oracle.rounds.write import entry_seed, write_manifest
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import no_embedder, read_rules

BRIEF = Brief(text="A post about the ferry between Almada and Lisbon")


@dataclass(frozen=True)
class Facts:
    """What write_manifest and make_sheet ask of a chain."""

    profile: str
    chain_id: int = 31337
    rounds: str = "0x" + "11" * 20
    operator: str = "0x" + "22" * 20

    def scoring_profile(self, parameters_version: int) -> str:
        assert parameters_version == 1
        return self.profile


@pytest.fixture
def blocks(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "blocks.sqlite") as store:
        store.put(BRIEF.to_bytes())
        store.put(default_profile().to_bytes())
        for card in default_cards():
            store.put(card.to_bytes())
        yield store


@pytest.fixture
def chain() -> Facts:
    return Facts(default_profile().digest)


@pytest.fixture
def proposal() -> Proposal:
    cards = enumerate(default_cards(), 1)
    return Proposal(
        round_id=7,
        block_number=100,
        block_hash=digest_of(b"block"),
        brief=BRIEF.digest,
        platform=2,
        parameters_version=1,
        roster=tuple(RosterPersona(i, card.digest, "0x" + "00" * 32) for i, card in cards),
    )


def written(proposal: Proposal, chain: Facts, blocks: EmbeddedStore) -> Manifest:
    return write_manifest(proposal, chain, blocks, BuiltinWriter(), [], operator=chain.operator)


def submitted(manifest: str, chain: Facts) -> Submission:
    return Submission(7, chain.operator, manifest, commit_end=100, reveal_end=200)


def sheet(
    manifest: bytes, proposal: Proposal, chain: Facts, blocks: EmbeddedStore, last: bool = False
):
    submission = submitted(blocks.put(manifest), chain)
    rules = read_rules(blocks, chain.profile, no_embedder)
    return make_sheet(proposal, submission, chain, blocks, rules, [], last_chance=last)


def texts(manifest: Manifest) -> list[str]:
    return [entry.text for entry in manifest.entries]


def test_manifest__same_facts__is_the_same_bytes(proposal, chain, blocks):
    one, two = (written(proposal, chain, blocks) for _ in range(2))
    assert one.to_bytes() == two.to_bytes()
    assert all(texts(one))


def test_manifest__another_block__other_seeds_and_other_texts(proposal, chain, blocks):
    other = replace(proposal, block_hash=digest_of(b"another block"))
    one, two = written(proposal, chain, blocks), written(other, chain, blocks)
    assert {e.seed for e in one.entries}.isdisjoint(e.seed for e in two.entries)
    assert all(a != b for a, b in zip(texts(one), texts(two), strict=True))


def test_manifest__another_brief_or_card__other_texts(proposal, chain, blocks):
    brief = Brief(text="A post about the funicular of Bica")
    of_brief = written(replace(proposal, brief=blocks.put(brief.to_bytes())), chain, blocks)
    card = default_cards()[0].model_copy(update={"target_sentiment": -0.9})
    voice = card.voice.model_copy(update={"hooks": ("About {topic}, briefly.",)})
    changed = RosterPersona(
        1, blocks.put(card.model_copy(update={"voice": voice}).to_bytes()), "0x" + "00" * 32
    )
    of_card = written(replace(proposal, roster=(changed, *proposal.roster[1:])), chain, blocks)
    plain = texts(written(proposal, chain, blocks))
    assert all(a != b for a, b in zip(plain, texts(of_brief), strict=True))
    assert texts(of_card)[0] != plain[0]
    assert texts(of_card)[1:] == plain[1:]


def test_seed__any_part_of_its_facts_changed__is_another(proposal, chain):
    seeds = {
        entry_seed(chain, proposal, 1),
        entry_seed(chain, proposal, 2),
        entry_seed(chain, replace(proposal, round_id=8), 1),
        entry_seed(chain, replace(proposal, block_hash=digest_of(b"x")), 1),
        entry_seed(replace(chain, chain_id=1), proposal, 1),
        entry_seed(replace(chain, rounds="0x" + "33" * 20), proposal, 1),
    }
    assert len(seeds) == 6


@pytest.mark.parametrize("brief", [b"[]", b"{", b'{"schema":"troupe/brief/1","text":" "}', b"\xff"])
def test_manifest__brief_is_none__is_refused(proposal, chain, blocks, brief: bytes):
    with pytest.raises(Permanent, match="is no brief"):
        written(replace(proposal, brief=blocks.put(brief)), chain, blocks)


def test_manifest__unknown_platform__is_refused(proposal, chain, blocks):
    with pytest.raises(Permanent, match="no platform 99"):
        written(replace(proposal, platform=99), chain, blocks)


def test_sheet__honest_manifest__scores_every_entry(proposal, chain, blocks):
    made = sheet(written(proposal, chain, blocks).to_bytes(), proposal, chain, blocks)
    assert [row.disqualified for row in made.entries] == [None] * 5
    assert made == sheet(written(proposal, chain, blocks).to_bytes(), proposal, chain, blocks)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"chain_id": 1}, "wrong chain"),
        ({"rounds": "0x" + "44" * 20}, "wrong rounds contract"),
        ({"round_id": 8}, "wrong round"),
        ({"brief": digest_of(b"x")}, "wrong brief"),
        ({"platform": Platform.X}, "wrong platform"),
        ({"scoring_profile": digest_of(b"x")}, "wrong scoring profile"),
        ({"operator": "0x" + "55" * 20}, "wrong operator"),
        ({"history": (digest_of(b"x"),)}, "wrong history"),
    ],
)
def test_sheet__manifest_of_something_else__is_rejected(proposal, chain, blocks, change, says):
    forged = written(proposal, chain, blocks).model_copy(update=change)
    made = sheet(forged.to_bytes(), proposal, chain, blocks)
    assert all(says in row.disqualified for row in made.entries)
    assert {row.criteria[c].value for row in made.entries for c in Criterion} == {0}


@pytest.mark.parametrize("field", ["persona_id", "card", "model", "seed"])
def test_sheet__entry_of_another_persona_card_model_or_seed__is_rejected(
    proposal, chain, blocks, field: str
):
    honest = written(proposal, chain, blocks)
    value = 9 if field == "persona_id" else digest_of(b"x")
    entries = (honest.entries[0].model_copy(update={field: value}), *honest.entries[1:])
    forged = honest.model_copy(update={"entries": entries})
    made = sheet(forged.to_bytes(), proposal, chain, blocks)
    assert all("wrong entries" in row.disqualified for row in made.entries)


def test_sheet__entries_reordered__are_rejected(proposal, chain, blocks):
    honest = written(proposal, chain, blocks)
    forged = honest.model_copy(update={"entries": honest.entries[::-1]})
    made = sheet(forged.to_bytes(), proposal, chain, blocks)
    assert all("wrong entries" in row.disqualified for row in made.entries)


def test_sheet__manifest_with_spaces__is_not_canonical_and_rejected(proposal, chain, blocks):
    loose = written(proposal, chain, blocks).to_bytes().replace(b'":', b'": ', 1)
    made = sheet(loose, proposal, chain, blocks)
    assert all("canonical" in row.disqualified for row in made.entries)


@pytest.mark.parametrize("lost", ["manifest", "brief", "card"])
def test_sheet__document_missing__waits_and_rejects_only_at_last(
    proposal, chain, blocks, lost: str
):
    nowhere = digest_of(b"never pinned")
    submission = submitted(blocks.put(written(proposal, chain, blocks).to_bytes()), chain)
    if lost == "manifest":
        submission = submitted(nowhere, chain)
    else:
        first = proposal.roster[0]
        roster = (replace(first, card=nowhere), *proposal.roster[1:])
        change = {"brief": nowhere} if lost == "brief" else {"roster": roster}
        honest = written(proposal, chain, blocks)
        proposal = replace(proposal, **change)
        entry = honest.entries[0].model_copy(update={"card": proposal.roster[0].card})
        update = {"brief": proposal.brief, "entries": (entry, *honest.entries[1:])}
        forged = honest.model_copy(update=update)
        submission = submitted(blocks.put(forged.to_bytes()), chain)
    rules = read_rules(blocks, chain.profile, no_embedder)
    with pytest.raises(Missing):
        make_sheet(proposal, submission, chain, blocks, rules, [], last_chance=False)
    made = make_sheet(proposal, submission, chain, blocks, rules, [], last_chance=True)
    assert {row.disqualified for row in made.entries} == {"its documents are nowhere to be had"}


class BusyStore:
    """A block store whose disk is full."""

    def get(self, digest: str) -> bytes:
        raise Transient(f"no room for {digest}")


def test_sheet__own_disk_full_at_last__never_blames_the_submitter(proposal, chain, blocks):
    submission = submitted(blocks.put(written(proposal, chain, blocks).to_bytes()), chain)
    rules = read_rules(blocks, chain.profile, no_embedder)
    with pytest.raises(Transient, match="no room"):
        make_sheet(proposal, submission, chain, BusyStore(), rules, [], last_chance=True)


def test_sheet__history_not_to_be_had__waits_and_at_last_scores_without_it(proposal, chain, blocks):
    history = [digest_of(b"never pinned")]
    manifest = write_manifest(
        proposal, chain, blocks, BuiltinWriter(), history, operator=chain.operator
    )
    submission = submitted(blocks.put(manifest.to_bytes()), chain)
    rules = read_rules(blocks, chain.profile, no_embedder)
    with pytest.raises(Missing):
        make_sheet(proposal, submission, chain, blocks, rules, history, last_chance=False)
    made = make_sheet(proposal, submission, chain, blocks, rules, history, last_chance=True)
    assert [row.disqualified for row in made.entries] == [None] * 5
    assert made.manifest == submission.manifest


def test_sheet__history_that_is_no_manifest__is_scored_without_it_at_once(proposal, chain, blocks):
    history = [blocks.put(b"{}")]
    manifest = write_manifest(
        proposal, chain, blocks, BuiltinWriter(), history, operator=chain.operator
    )
    submission = submitted(blocks.put(manifest.to_bytes()), chain)
    rules = read_rules(blocks, chain.profile, no_embedder)
    made = make_sheet(proposal, submission, chain, blocks, rules, history, last_chance=False)
    assert [row.disqualified for row in made.entries] == [None] * 5


def test_manifest__text_too_big_for_sixteen_to_share_a_block__is_a_failed_entry(
    proposal, chain, blocks
):
    """Sixteen of 5,000 characters, four bytes each, would be a manifest nobody can pin."""

    class Verbose(BuiltinWriter):
        def write(self, requests):
            first, *others = super().write(requests)
            return [replace(first, text="\U0001f6b2" * 5_000, quotes=()), *others]

    made = write_manifest(proposal, chain, blocks, Verbose(), [], operator=chain.operator)
    assert "over 15872" in str(made.entries[0].failure)
    assert made.entries[0].text == ""
    assert all(entry.text for entry in made.entries[1:])


def test_manifest__persona_written_otherwise_than_the_round__says_so(proposal, chain, blocks):
    """By an adapter, at the third attempt: and no manifest may say a fourth."""
    adapter = EngineInfo(name="openai", version="", model="olav-1 on base", built_in=False)

    class Adapted(BuiltinWriter):
        def write(self, requests):
            first, *others = super().write(requests)
            return [replace(first, engine=adapter, attempts=3, note="no seed"), *others]

    made = write_manifest(proposal, chain, blocks, Adapted(), [], operator=chain.operator)
    first, other, *_ = Manifest.parse(made.to_bytes()).entries
    assert (first.engine, first.attempts, first.note) == (adapter, 3, "no seed")
    assert (other.engine, other.attempts, other.note) == (Adapted().info(), 1, "")
    more = made.to_bytes().replace(b'"attempts":3', b'"attempts":4')
    with pytest.raises(ValueError, match="attempts"):
        Manifest.parse(more)


def test_profile__needs_another_library__is_refused(blocks):
    other = default_profile().model_copy(update={"libraries": {"scikit-learn": "0.1"}})
    with pytest.raises(Permanent, match=r"scikit-learn 0\.1"):
        read_rules(blocks, blocks.put(other.to_bytes()), no_embedder)
