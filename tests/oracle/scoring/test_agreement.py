"""Honest sheets agree: the same documents give the same bytes, and others are refused."""

import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from importlib.metadata import version

import pytest

from oracle.domain import Topic
from oracle.errors import Permanent
from oracle.scoring.material import RoundMaterial
from oracle.scoring.profile import check_profile, default_profile
from oracle.scoring.rules import Rules
from oracle.scoring.sheet import score_round
from oracle.scoring.space import TextSpace
from tests.oracle.scoring.scoring_rounds import (
    BRIEF,
    OTHER,
    PLAIN,
    THIRD,
    card,
    material,
    past_round,
)

SCRIPT = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise PermissionError(f"scoring touched the network: {arguments}")

sys.addaudithook(refuse)
from tests.oracle.scoring.test_agreement import example_digest
print(example_digest())
"""


def example() -> RoundMaterial:
    cards = [card("A", topics=("school roofs",)), card("B", topics=("bakers",)), card("C")]
    return material(PLAIN, OTHER, THIRD, cards=cards, history=(past_round(OTHER[:90], "b", "c"),))


def example_digest() -> str:
    return score_round(example(), Rules(default_profile())).digest


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_sheet__another_process_and_hash_seed__same_digest_without_any_socket(seed: str) -> None:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        env={
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "OMP_NUM_THREADS": "1",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == example_digest()


def test_sheet__weights_in_another_order__same_bytes() -> None:
    profile = default_profile()
    turned = profile.model_copy(
        update={"action_weights": dict(reversed(profile.action_weights.items()))}
    )
    first = score_round(example(), Rules(profile))
    assert first.to_bytes() == score_round(example(), Rules(turned)).to_bytes()


def test_sheet__names_its_manifest_and_profile() -> None:
    sheet = score_round(example(), Rules(default_profile()))
    assert sheet.manifest == example().manifest.digest
    assert sheet.scoring_profile == default_profile().digest


@pytest.mark.parametrize(
    "change",
    [
        {"brief": BRIEF.model_copy(update={"text": "Something else"})},
        {"cards": (card("X"), card("Y"), card("Z"))},
        {"cards": ()},
        {"history": ()},
        {"history": (past_round("x", "y", "z"),)},
    ],
    ids=["brief", "cards", "no-cards", "no-history", "history"],
)
def test_score_round__documents_that_the_manifest_does_not_name__are_refused(
    change: dict[str, object],
) -> None:
    with pytest.raises(Permanent, match="not what the manifest names"):
        score_round(replace(example(), **change), Rules(default_profile()))


def test_score_round__another_profile__is_refused() -> None:
    topic = Topic(text="tea", burst=1, age_hours=1)
    other = default_profile().model_copy(update={"topics": (topic,)})
    with pytest.raises(Permanent, match="scoring profile"):
        score_round(example(), Rules(other))


def test_check_profile__the_default_one__passes() -> None:
    check_profile(default_profile())


def test_default_profile__whatever_changes_a_score__is_pinned() -> None:
    libraries = default_profile().libraries
    assert libraries["unicode"] == unicodedata.unidata_version
    assert libraries["regex"] == version("regex")


def test_check_profile__python_with_other_unicode_tables__says_to_run_another_python() -> None:
    profile = default_profile()
    libraries = profile.libraries | {"unicode": "9.0.0"}
    with pytest.raises(Permanent, match=r"unicode 9.0.0 .*comes with Python"):
        check_profile(profile.model_copy(update={"libraries": libraries}))


@pytest.mark.parametrize("library", ["regex", "textstat", "troupe-scoring", "no-such-library"])
def test_check_profile__another_version_of_a_library__names_it_and_the_remedy(library: str) -> None:
    profile = default_profile()
    libraries = profile.libraries | {library: "0.0.1"}
    with pytest.raises(Permanent, match=f"{library} 0.0.1 .*install those versions"):
        check_profile(profile.model_copy(update={"libraries": libraries}))


def test_check_profile__weight_for_an_action_nothing_predicts__is_refused() -> None:
    profile = default_profile().model_copy(update={"action_weights": {"applaud": 1.0}})
    with pytest.raises(Permanent, match="applaud"):
        check_profile(profile)


def test_cosine__nine_words_in_ten_shared__is_not_what_a_processor_makes_of_it() -> None:
    """NumPy's logarithm gives 0.9000000000000006 with AVX-512 and 0.8999999999999997 without it.

    A copy is what is 0.9 alike: whoever writes the entries could have chosen texts that split
    honest operators.
    """
    shared = [f"word{number}zz" for number in range(9)]
    one, other = " ".join([*shared, "alpha0q"] * 3), " ".join([*shared, "beta0q"] * 3)
    fillers = [f"filler{number}q" for number in range(5)]
    space = TextSpace(["alpha0q beta0q", one, other, *fillers])
    assert space.cosine([one], [other])[0, 0] == 0.9
