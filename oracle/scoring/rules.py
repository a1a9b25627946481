"""How to score: a scoring profile with what it names, opened and checked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oracle.documents import read_document
from oracle.domain import ScoringProfile
from oracle.errors import Fatal, Permanent
from oracle.ports import BlockStore, Embedder
from oracle.printable import one_line
from oracle.scoring.forest import ForestPredictor
from oracle.scoring.outlook import Outlook
from oracle.scoring.prior import ACTIONS
from oracle.scoring.profile import TFIDF, check_profile
from oracle.scoring.space import MeaningSpace, Space, TextSpace
from oracle.scoring.text_features import TEXT_FEATURES

OpenEmbedder = Callable[[str], Embedder]
"""Opens an embedding model of this machine by its short name; raises `Fatal` where it has none."""


def no_embedder(name: str) -> Embedder:
    """Opens none. Raises `Fatal`."""
    raise Fatal(f"the embedding model {name} is not opened here")


@dataclass(frozen=True)
class Rules:
    """A scoring profile, its embedding model and its predictor; None where it names none."""

    profile: ScoringProfile
    embedder: Embedder | None = None
    predictor: ForestPredictor | None = None

    def __post_init__(self) -> None:
        if (self.embedder is None) != (self.profile.embedding == TFIDF):
            raise ValueError("the embedding model is not what the profile names")
        if (self.predictor.digest if self.predictor else None) != self.profile.predictor:
            raise ValueError("the predictor is not what the profile names")

    @property
    def outlook(self) -> Outlook:
        """Who says what readers do with a text."""
        return Outlook(self.predictor)

    def space(self, corpus: Sequence[str]) -> Space:
        """Where texts are compared; `corpus` are the texts that tell which words are rare."""
        return TextSpace(corpus) if self.embedder is None else MeaningSpace(self.embedder)


def read_rules(blocks: BlockStore, digest: str, open_embedder: OpenEmbedder) -> Rules:
    """The scoring profile of that digest with what it names, if this machine can score by it.

    Raises `Transient` where a document is missing, `Permanent` where one is malformed, or the
    profile needs other libraries or another embedding model than are here.
    """
    profile = read_document(blocks, ScoringProfile, digest)
    check_profile(profile)
    predictor = profile.predictor and read_predictor(blocks, profile.predictor)
    return Rules(profile, embedder_of(profile, open_embedder), predictor or None)


def embedder_of(profile: ScoringProfile, open_embedder: OpenEmbedder) -> Embedder | None:
    """The profile's embedding model, None where it needs none. Raises `Permanent`."""
    if profile.embedding == TFIDF:
        return None
    try:
        embedder = open_embedder(profile.embedding.partition("@")[0])
    except Fatal as error:
        raise Permanent(f"the scoring profile “{profile.name}”: {error}") from error
    if embedder.name != profile.embedding:
        raise Permanent(
            f"the scoring profile “{profile.name}” compares texts by {profile.embedding}, and this "
            f"machine has {embedder.name}: get the files with that sha256, or have governance "
            "adopt a profile with the ones here"
        )
    return embedder


def read_predictor(blocks: BlockStore, digest: str) -> ForestPredictor:
    """The predictor of that digest, if this version can use it.

    Raises `Transient` where it is missing, `Permanent` where it is malformed, or names a feature or
    an action that is not known here.
    """
    predictor = read_document(blocks, ForestPredictor, digest)
    check_predictor(predictor)
    return predictor


def check_predictor(predictor: ForestPredictor) -> None:
    """Raises `Permanent` where it names a feature or an action that this version does not know."""
    unknown = sorted(
        set(predictor.features).difference(TEXT_FEATURES)
        | set(predictor.actions).difference(ACTIONS)
    )
    if unknown:
        raise Permanent(
            f"the predictor {predictor.digest} names {one_line(', '.join(unknown), 300)}, unknown "
            "to this version: have governance adopt one that is made with it"
        )
