"""All twelve default personas in one round: nobody is disqualified, and no two read alike."""

from itertools import combinations

import pytest
from rapidfuzz import fuzz

from oracle.domain import Brief, Entry, Platform, Source, digest_of
from oracle.engines.builtin import BuiltinWriter
from oracle.personas.cards import CARD_NAMES, default_card
from oracle.ports import WriteRequest
from oracle.scoring.material import RoundMaterial
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules
from oracle.scoring.sheet import score_round
from tests.factories import manifest

LOG = Source(
    title="Ferry log",
    text=(
        "The first electric ferry crossed the strait at 6:12 on Monday. It carried 84 passengers "
        "and a piano. The crossing takes nine minutes longer than the diesel boat did. Charging "
        "happens at the quay while cars are loaded. The old boat will be kept for storms. Fares "
        "stay the same until April. Two neighbours complained that they miss the horn."
    ),
)
BRIEFS = [
    (Brief(text="Write about the electric ferry", sources=(LOG,)), Platform.MASTODON),
    (Brief(text="Write about the electric ferry", sources=(LOG,)), Platform.LINKEDIN),
    (Brief(text="Our library now lends telescopes on clear nights."), Platform.X),
    (Brief(text="Composting in small flats"), Platform.FARCASTER),
]


@pytest.mark.parametrize(("brief", "platform"), BRIEFS)
def test_twelve_personas__in_one_round__stand_apart(brief: Brief, platform: Platform) -> None:
    cards, writer = tuple(map(default_card, CARD_NAMES)), BuiltinWriter()
    turns = [
        WriteRequest(number, card, brief, platform, digest_of(card.to_bytes())[2:])
        for number, card in enumerate(cards, start=1)
    ]
    entries = [
        Entry(
            persona_id=turn.persona_id,
            card=turn.card.digest,
            seed="0x" + turn.seed,
            text=written.text,
            engine=writer.info(),
            prompt=written.prompt,
            sampling=written.sampling,
            quotes=written.quotes,
            unused=written.unused,
        )
        for turn, written in zip(turns, writer.write(turns), strict=True)
    ]
    assert max(fuzz.ratio(a.text, b.text) for a, b in combinations(entries, 2)) < 90
    profile = default_profile()
    made = manifest(entries, brief=brief.digest, platform=platform, scoring_profile=profile.digest)
    sheet = score_round(RoundMaterial(made, brief, cards, ()), Rules(profile))
    assert [each.disqualified for each in sheet.entries if each.disqualified] == []
    assert all(sheet.entries[b.entry].persona_id != b.persona_id for b in sheet.ballots)
