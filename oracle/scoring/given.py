"""What a persona was given, as it is judged: words, their runs, and the address of media."""

from dataclasses import dataclass
from functools import cached_property

from oracle.domain import Card, ContributionDocument
from oracle.scoring.texts import plain, terms, without_pleas

Run = tuple[str, ...]
_RUN_TERMS = 3


@dataclass(frozen=True)
class Given:
    """Words given to a persona, without what speaks to judges, and the address of media.

    `name` is how reasons speak of it.
    """

    name: str
    text: str
    language: str = "en"
    media: str | None = None

    @cached_property
    def runs(self) -> frozenset[Run]:
        """Its neighbouring terms, three at a time; all of them where there are fewer."""
        found = terms(self.text)
        runs = zip(*(found[start:] for start in range(_RUN_TERMS)), strict=False)
        return frozenset(runs) or frozenset([tuple(found)] if found else [])


def by_contribution(token_id: int, document: ContributionDocument) -> Given:
    """What a contribution gives."""
    media = document.media.uri if document.media else None
    return Given(f"contribution {token_id}", _judged(document.text), document.language, media)


def by_card(card: Card) -> Given:
    """What a persona's own card gives."""
    lines = (card.bio, *card.style, *card.examples, *card.donts)
    return Given("the persona's card", _judged("\n".join(lines)))


def _judged(text: str) -> str:
    return without_pleas(plain(text))
