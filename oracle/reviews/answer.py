"""The answer to a review's question: what each contribution is worth, by its document."""

from collections.abc import Iterator
from dataclasses import dataclass

from oracle.documents import keep_sheet, read_document
from oracle.domain import Card, ContributionDocument, ContributionKind, ReviewSheet
from oracle.errors import Missing, Permanent
from oracle.ports import BlockStore, Contribution, Question, Review, ReviewChain, ReviewStore
from oracle.scoring.contributions import Candidate, review_contributions
from oracle.scoring.given import Given, by_card, by_contribution
from oracle.scoring.rules import OpenEmbedder, no_embedder, read_rules

_CARD = 0


@dataclass(frozen=True)
class ReviewAnswerer:
    """Reviews contributions, and pins the sheets."""

    chain: ReviewChain
    store: ReviewStore
    blocks: BlockStore
    open_embedder: OpenEmbedder = no_embedder

    def answer(self, question: Question, *, last_chance: bool) -> bytes:
        """The payload of a review's sheet; see `make_sheet`."""
        review = self.store.review(question.local_id)
        sheet = make_sheet(
            review,
            self.chain,
            self.store,
            self.blocks,
            self.open_embedder,
            last_chance=last_chance,
        )
        keep_sheet(self.blocks, sheet, last_chance=last_chance)
        return sheet.payload()


def make_sheet(
    review: Review,
    chain: ReviewChain,
    store: ReviewStore,
    blocks: BlockStore,
    open_embedder: OpenEmbedder = no_embedder,
    *,
    last_chance: bool,
) -> ReviewSheet:
    """The sheet of a review, the same for every honest operator.

    A contribution whose document is malformed, or names another contributor, persona or kind than
    its event, is rejected. So is one whose document is nowhere to be had on the `last_chance`, when
    what is missing of the earlier ones is left out; before it, `Missing` is raised.
    """
    digest = chain.scoring_profile(review.parameters_version)
    rules = read_rules(blocks, digest, open_embedder)
    earlier = list(_read_earlier(store.given_before(review), blocks, last_chance))
    batch = store.under_review(review)
    candidates = [_candidate(each, blocks, last_chance) for each in batch]
    return ReviewSheet(
        chain_id=chain.chain_id,
        contract=chain.contributions,
        review_id=review.review_id,
        persona_id=review.persona_id,
        scoring_profile=digest,
        contributions=review_contributions(candidates, earlier, rules),
    )


def read_contribution(contribution: Contribution, blocks: BlockStore) -> ContributionDocument:
    """A contribution's document.

    Raises `Missing`, and `Permanent` where it is malformed or not what the event says.
    """
    document = read_document(blocks, ContributionDocument, contribution.document)
    kinds = [kind for kind in ContributionKind if kind.number == contribution.kind]
    expected = {
        "contributor": (document.contributor.lower(), contribution.contributor.lower()),
        "persona": (document.persona_id, contribution.persona_id),
        "kind": ([document.kind], kinds),
    }
    wrong = [what for what, (found, wanted) in expected.items() if found != wanted]
    if wrong:
        raise Permanent(f"its document names another {', '.join(wrong)}")
    return document


def _candidate(contribution: Contribution, blocks: BlockStore, last_chance: bool) -> Candidate:
    token_id, digest = contribution.token_id, contribution.document
    try:
        document = read_contribution(contribution, blocks)
    except Permanent as error:
        return Candidate(token_id, digest, None, str(error))
    except Missing:
        if not last_chance:
            raise
        return Candidate(token_id, digest, None, "its document is nowhere to be had")
    return Candidate(token_id, digest, by_contribution(token_id, document))


def _read_earlier(
    contributions: list[Contribution], blocks: BlockStore, last_chance: bool
) -> Iterator[Given]:
    """What was given before, without what is no document of its contributor's."""
    for each in contributions:
        try:
            if each.kind == _CARD:
                yield by_card(read_document(blocks, Card, each.document))
            else:
                yield by_contribution(each.token_id, read_contribution(each, blocks))
        except Permanent:
            continue
        except Missing:
            if not last_chance:
                raise
