"""What some governance proposals are made of."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from oracle.domain import Card
from scripts._deployment.fields import Part, tokens
from scripts._deployment.profile import (
    ContributionParameters,
    RoundParameters,
    TrainingParameters,
)

_MODELS: dict[str, type[Part]] = {
    "rounds": RoundParameters,
    "contributions": ContributionParameters,
    "training": TrainingParameters,
}
_DOCUMENTS = ("scoringProfile", "promptPool")
# Whatever a profile has in tokens and the chain in wei.
_AMOUNTS = (
    "fee",
    "penalty",
    "leaderPenalty",
    "minBounty",
    "voteQuorum",
    "reviewFee",
    "attributionFee",
)


def read_card(card: str) -> tuple[str, Card | None]:
    """The digest itself, or that of the card in a file of that name, with the card.

    Raises `ValueError` where it is neither, or the file holds no card.
    """
    if re.fullmatch("0x[0-9a-f]{64}", card):
        return card, None
    if not Path(card).is_file():
        raise ValueError(f"{card} is neither a file nor a digest (0x and 64 hex digits)")
    document = Card.parse(Path(card).read_bytes())
    click.echo(f"card      {document.name}, {document.digest}")
    return document.digest, document


def training_fee(training: Any, attributions: int) -> int:
    """What a training job escrows, in wei."""
    parameters = training.parameters(training.currentVersion())
    return int(parameters.fee + attributions * parameters.attributionFee)


def changed_parameters(contract: Any, name: str, changes: Sequence[str]) -> dict[str, Any]:
    """The contract's present parameters with those changes, checked as a deployment's are.

    Raises `ValueError` where a change is not ``key=value``, or the whole is not consistent.
    """
    found = contract.parameters(contract.currentVersion())
    present = {key: _written(key, getattr(found, key)) for key in found.__dataclass_fields__}
    wished = dict(map(_change, changes))
    for key in wished.keys() & present.keys():
        click.echo(f"changes   {name}.{key} from {present[key]} to {wished[key]}")
    merged = present | wished
    documents = {key: merged.pop(key) for key in _DOCUMENTS if key in merged}
    return _MODELS[name].model_validate(merged).model_dump(by_alias=True) | documents


def _written(key: str, value: Any) -> Any:
    """A parameter on chain as a profile has it."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return tokens(value) if key in _AMOUNTS else value


def _change(text: str) -> tuple[str, Any]:
    key, separator, value = text.partition("=")
    if not separator:
        raise ValueError(f"--set {text} is not like voteWindow=172800")
    if key in (*_AMOUNTS, *_DOCUMENTS):
        return key, value
    try:
        return key, json.loads(value)
    except json.JSONDecodeError:
        raise ValueError(f"--set {text}: {value} is neither a number nor a list") from None
