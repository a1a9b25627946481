"""The next token, drawn evenly over [0, 1), against the chances that the logits mean."""

from collections import Counter
from typing import Any

import pytest

from tests.requires import requires_module

CHANCES = (0.1, 0.4, 0.2, 0.3)
DRAWS = 1_000


@pytest.fixture(scope="module")
def torch() -> Any:
    return requires_module("torch")


def shares(torch: Any, temperature: float, top_p: float) -> list[float]:
    """How often each of the four tokens is picked over evenly spaced draws."""
    from oracle.engines.server.sampling import pick

    same = torch.ones(DRAWS)
    logits = torch.tensor(CHANCES).log().expand(DRAWS, 4)
    draw = (torch.arange(DRAWS) + 0.5) / DRAWS
    picked = Counter(pick(logits, same * temperature, same * top_p, draw).tolist())
    return [picked[token] / DRAWS for token in range(4)]


@pytest.mark.parametrize(
    ("temperature", "top_p", "expected"),
    [
        (1.0, 1.0, CHANCES),
        (0.5, 1.0, [p * p / 0.3 for p in CHANCES]),
        (1.0, 0.75, (0, 0.4 / 0.9, 0.2 / 0.9, 0.3 / 0.9)),
        (1.0, 0.65, (0, 0.4 / 0.7, 0, 0.3 / 0.7)),
        (1.0, 0.001, (0, 1, 0, 0)),
        (0.0, 1.0, (0, 1, 0, 0)),
    ],
)
def test_pick__temperature_and_nucleus__has_their_chances(
    torch: Any, temperature: float, top_p: float, expected: tuple[float, ...]
) -> None:
    assert shares(torch, temperature, top_p) == pytest.approx(expected, abs=2 / DRAWS)


def test_pick__rows_of_unlike_settings__do_not_mix(torch: Any) -> None:
    from oracle.engines.server.sampling import pick

    logits = torch.tensor(CHANCES).log().expand(2, 4)
    temperature, top_p = torch.tensor([0.0, 1.0]), torch.tensor([1.0, 1.0])
    assert pick(logits, temperature, top_p, torch.tensor([0.99, 0.99])).tolist() == [1, 3]


@pytest.mark.parametrize("top_p", [0.5, 1.0])
def test_pick__large_vocabulary__has_the_nucleus_of_the_whole_of_it(
    torch: Any, top_p: float
) -> None:
    """Nearly even chances over 2,000 tokens, of which the first are the likeliest."""
    from oracle.engines.server.sampling import pick

    same, draw = torch.ones(DRAWS), (torch.arange(DRAWS) + 0.5) / DRAWS
    logits = torch.linspace(1, 0, 2_000).expand(DRAWS, 2_000)
    picked = pick(logits, same, same * top_p, draw)
    upto = logits[0].softmax(-1).cumsum(-1)
    size = int((upto < top_p - 1e-6).sum()) + 1
    expected = torch.searchsorted(upto, draw * upto[size - 1])
    assert picked.tolist() == pytest.approx(expected.tolist(), abs=2)
    assert int(picked.max()) < size + 1


def test_pick__row_beside_a_wide_one__is_what_it_is_alone(torch: Any) -> None:
    from oracle.engines.server.sampling import pick

    logits = torch.stack([torch.linspace(0, 30, 1_000), torch.zeros(1_000)])
    one, nucleus, draw = torch.ones(2), torch.tensor([0.9, 1.0]), torch.tensor([0.7, 0.7])
    assert pick(logits, one, nucleus, draw)[0] == pick(logits[:1], one[:1], nucleus[:1], draw[:1])


def test_draws__fewer_of_a_seed__are_the_first_of_more(torch: Any) -> None:
    from oracle.engines.server.sampling import draws

    assert draws(7, 3).tolist() == draws(7, 4_096)[:3].tolist()
    assert draws(7, 40).tolist() != draws(2**63 - 1, 40).tolist()
