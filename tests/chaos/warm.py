"""Does once in the parent what each operator would otherwise pay for at its first round."""

from oracle.domain import Platform
from oracle.engines.builtin.writer import BuiltinWriter
from oracle.personas.cards import default_cards
from oracle.ports import WriteRequest
from oracle.scoring.material import RoundMaterial
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules
from oracle.scoring.sheet import score_round
from tests.chaos.template import BRIEF
from tests.factories import entry, manifest


def warm() -> None:
    """Write and score a round, so that word lists and libraries are in memory; opens no file."""
    cards = default_cards()[:3]
    requests = [
        WriteRequest(place, card, BRIEF, Platform.LINKEDIN, f"0x{place:064x}")
        for place, card in enumerate(cards, 1)
    ]
    texts = [written.text for written in BuiltinWriter().write(requests)]
    profile = default_profile()
    entries = [
        entry(place, text, card.digest)
        for place, (text, card) in enumerate(zip(texts, cards, strict=True), 1)
    ]
    made = manifest(entries, brief=BRIEF.digest, scoring_profile=profile.digest)
    score_round(RoundMaterial(made, BRIEF, cards), Rules(profile))
