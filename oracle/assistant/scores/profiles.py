"""Scoring profiles and predictors from files."""

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from oracle.assistant.inputs import document_in
from oracle.domain import ScoringProfile, Topic
from oracle.embeddings.kept import kept_embedder
from oracle.errors import Permanent
from oracle.printable import one_line
from oracle.scoring.forest import ForestPredictor
from oracle.scoring.profile import check_profile, default_profile
from oracle.scoring.rules import Rules, check_predictor, embedder_of
from oracle.scoring.trend import strength


def profile_in(path: Path | None) -> ScoringProfile:
    """The profile in a file, or the default one. Raises `Permanent` where it is none."""
    return document_in(path, ScoringProfile, "scoring profile") if path else default_profile()


def with_predictor(profile: ScoringProfile, path: Path) -> ScoringProfile:
    """The profile, naming the predictor in a file. Raises `Permanent` where it can't be used."""
    return profile.model_copy(update={"predictor": _predictor_in(path).digest})


def rules_of(path: Path | None, predictor: Path | None) -> Rules:
    """The rules of a profile in a file, or the default one's; a predictor in another file.

    The default profile takes any predictor. Raises `Permanent` where this machine lacks what the
    profile names, or the predictor is another one.
    """
    profile, forest = profile_in(path), _predictor_in(predictor) if predictor else None
    if path is None and forest is not None:
        profile = profile.model_copy(update={"predictor": forest.digest})
    check_profile(profile)
    if (forest.digest if forest else None) != profile.predictor:
        wanted = profile.predictor or "none"
        raise Permanent(f"the profile names the predictor {wanted}: give its file by --predictor")
    return Rules(profile, embedder_of(profile, kept_embedder), forest)


def table_of(topics: Sequence[Topic], half_life_hours: float) -> Table:
    """Topics with their burst, their age and what is left of the burst."""
    table = Table("topic")
    for heading in ("burst (z)", "age (h)", "now"):
        table.add_column(heading, justify="right")
    for each in topics:
        now = strength(each, half_life_hours)
        table.add_row(
            Text(one_line(each.text, 300)), f"{each.burst:g}", f"{each.age_hours:g}", f"{now:.2f}"
        )
    return table


def _predictor_in(path: Path) -> ForestPredictor:
    predictor = document_in(path, ForestPredictor, "predictor")
    check_predictor(predictor)
    return predictor
