"""What a score sheet is made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.domain import Brief, Card, Entry, Manifest, Platform, ScoringProfile
from oracle.errors import Permanent
from oracle.scoring.reading import Reading, read

_NOWHERE = "0x" + "00" * 20


def imagined(
    brief: Brief,
    platform: Platform,
    profile: ScoringProfile,
    entries: Sequence[Entry],
    history: Sequence[Manifest] = (),
) -> Manifest:
    """The manifest of a round that never was: texts outside of any are judged as its entries."""
    return Manifest(
        chain_id=1,
        rounds=_NOWHERE,
        round_id=1,
        brief=brief.digest,
        platform=platform,
        scoring_profile=profile.digest,
        operator=_NOWHERE,
        entries=tuple(entries),
        history=tuple(each.digest for each in history),
    )


@dataclass(frozen=True)
class RoundMaterial:
    """All that a score sheet is a function of, besides the scoring profile; all of it is public.

    `cards` are in roster order; `history` is the earlier rounds' manifests that the manifest names,
    in that order, oldest first.
    """

    manifest: Manifest
    brief: Brief
    cards: tuple[Card, ...]
    history: tuple[Manifest, ...] = ()

    def check(self, profile: ScoringProfile) -> None:
        """Raises `Permanent` where a document is not the one that the manifest names."""
        entries, history = self.manifest.entries, self.manifest.history
        named = {
            "brief": ([self.manifest.brief], [self.brief.digest]),
            "scoring profile": ([self.manifest.scoring_profile], [profile.digest]),
            "cards": ([e.card for e in entries], [card.digest for card in self.cards]),
            "history": (list(history), [manifest.digest for manifest in self.history]),
        }
        for what, (wanted, given) in named.items():
            if wanted != given:
                raise Permanent(
                    f"the {what} given to the scorer are not what the manifest names:"
                    f" fetch {', '.join(wanted) or 'none'} and score again"
                )

    def past(self, window: int) -> list[tuple[int, Reading]]:
        """Persona and reading of every text in the latest `window` manifests, oldest first."""
        manifests = self.history[max(len(self.history) - window, 0) :]
        return [
            (entry.persona_id, read(entry.text, manifest.platform))
            for manifest in manifests
            for entry in manifest.entries
            if entry.text
        ]
