"""What a proposal would do: its calls decoded, with a plain sentence and a warning where due."""

from typing import Any

from eth_abi.exceptions import DecodingError

from frontend_api.governance.known import Function, arguments_of, inputs_of
from frontend_api.governance.parameters import parameter_changes
from frontend_api.governance.schemas import ActionOut, Argument
from frontend_api.governance.sentences import Facts, payment, sentence, warning

_LONGEST_DATA = 4_096
_LONGEST_VALUE = 1_024
_MOST_ITEMS = 64
_UNKNOWN = (
    "Nobody here knows what this call does: don't vote for it unless you have read the contract."
)
_TOO_LONG = "This call is too long to be decoded here: read it yourself before you vote for it."
_UNFIT = "The data do not fit this function: the call would fail, or do what is not seen here."
_PAYS = "It also sends {} wei of the native coin along."


def decode(
    facts: Facts, target: str, value: int, data: bytes, before_block: int | None
) -> ActionOut:
    """An action of a proposal. What it changes is told against the rules in force now, or before
    the block in which it was executed."""
    action = ActionOut(
        target=target,
        value=str(value),
        data="0x" + data[:_LONGEST_DATA].hex(),
        length=len(data),
        contract=facts.contracts.name(target),
        function=None,
        arguments=[],
        sentence=_unknown(facts, target, value, data),
        changes=[],
        warning=_UNKNOWN if data else None,
    )
    if data and (function := facts.contracts.function(target, data)):
        _decode_call(facts, action, function, data, before_block)
    if data and value:
        action.warning = " ".join(filter(None, (action.warning, _PAYS.format(value))))
    return action


def _decode_call(
    facts: Facts, action: ActionOut, function: Function, data: bytes, before_block: int | None
) -> None:
    assert action.contract is not None  # its function is known
    action.function, action.warning = function["name"], _TOO_LONG
    if len(data) > _LONGEST_DATA:
        return
    try:
        args = arguments_of(function, data)
    except (DecodingError, OverflowError):
        action.warning = _UNFIT
        return
    action.arguments = [
        Argument(name=field["name"], type=field["type"], value=_shown(args[field["name"]]))
        for field in inputs_of(function)
    ]
    action.warning = warning(action.contract, action.function)
    plain = sentence(facts, action.contract, action.function, args)
    action.sentence = plain or f"Calls {action.function} of {action.contract}."
    if action.function == "addParameters":
        [parameters] = args.values()
        action.changes = parameter_changes(facts.view, action.contract, parameters, before_block)


def _unknown(facts: Facts, target: str, value: int, data: bytes) -> str:
    if not data:
        return payment(facts, target, value)
    return f"Makes a call that is not known to {facts.account(target)}."


def _shown(value: Any) -> Any:
    """A plain value as JSON has it, with integers as strings, bounded in size."""
    match value:
        case bool():
            return value
        case int():
            return str(value)
        case str():
            return value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"
        case dict():
            return {name: _shown(item) for name, item in value.items()}
        case _:
            rest = [f"and {len(value) - _MOST_ITEMS} more"] if len(value) > _MOST_ITEMS else []
            return [*map(_shown, value[:_MOST_ITEMS]), *rest]
