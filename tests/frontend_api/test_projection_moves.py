"""Whatever is added and rolled back, the projection is what the chain that stands would make."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from frontend_api.projection.database import open_to_write
from frontend_api.projection.log import add, cursor, roll_back
from frontend_api.projection.tables import Event, Status
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from oracle.chain.node import Header
from oracle.store.database import transaction
from tests.frontend_api.projecting import contents

Told = tuple[str, str, dict[str, Any]]  # contract, name, arguments
Blocks = list[Sequence[Told]]

_NATIVE, _OTHER = "0x" + "00" * 20, "0x" + "33" * 20
_AMOUNT, _TOKENS = st.integers(0, 900), st.integers(1, 2)
_ASSETS = st.sampled_from([_NATIVE, _OTHER])
_OPERATORS = ["0x" + "aa" * 20, "0x" + "bb" * 20]


def _operator(name: str, **args: st.SearchStrategy[int]) -> st.SearchStrategy[Told]:
    who = st.sampled_from(_OPERATORS)
    return st.tuples(
        st.just("OracleCommittee"), st.just(name), st.fixed_dictionaries({"operator": who, **args})
    )


def _vault(contract: str, name: str, **args: st.SearchStrategy[Any]) -> st.SearchStrategy[Told]:
    return st.tuples(st.just(contract), st.just(name), st.fixed_dictionaries(args))


_BEGINNING: list[Told] = [
    ("OracleCommittee", "MemberAdded", {"operator": operator, "number": number})
    for number, operator in enumerate(_OPERATORS)
]
_SUMS = st.one_of(
    _operator("Penalized", amount=_AMOUNT),
    _operator("FeeCredited", amount=_AMOUNT),
    _vault("RewardToken", "Transfer", asset=st.just(_OTHER), value=_AMOUNT),
    _vault("RevenueVault", "PaidIn", asset=_ASSETS, amount=_AMOUNT),
)
_OTHERS = st.one_of(
    _operator("MemberAdded", number=st.just(1)),
    _operator("MemberRemoved"),
    _operator("Bonded", bond=_AMOUNT, amount=_AMOUNT),
    _operator("UnbondRequested", releaseAt=_AMOUNT),
    _operator("Unbonded"),
    _operator("CreditClaimed", amount=_AMOUNT),
    _operator("Committed"),
    _vault("RevenueVault", "IncomeSynced", asset=_ASSETS, amount=_AMOUNT),
    _vault("RevenueVault", "WeightSet", tokenId=_TOKENS, weight=_AMOUNT, totalWeight=_AMOUNT),
    _vault(
        "RevenueVault",
        "RevenueClaimed",
        tokenId=_TOKENS,
        asset=_ASSETS,
        to=st.just(_OTHER),
        amount=_AMOUNT,
    ),
)
_BLOCK = st.lists(_SUMS, max_size=3) | st.lists(_SUMS | _OTHERS, max_size=4)
_MOVES = st.lists(
    st.tuples(st.integers(0, 4), st.lists(_BLOCK, min_size=1, max_size=4)), min_size=1, max_size=6
)


_PAID: Told = ("RevenueVault", "PaidIn", {"asset": _NATIVE, "amount": 5})
_MOVED: Told = ("RewardToken", "Transfer", {"asset": _OTHER, "value": 5})
_FEE: Told = ("OracleCommittee", "FeeCredited", {"operator": _OPERATORS[0], "amount": 5})


@given(moves=_MOVES)
@example(moves=[(0, [[_PAID], [_MOVED]]), (1, [[]])])
@example(moves=[(0, [[_PAID], [_PAID]]), (1, [[_PAID]]), (2, [[]])])
@example(moves=[(0, [[_FEE], [_FEE]]), (1, [[]])])
@settings(max_examples=25, deadline=None)
def test_projection__any_reorgs__equals_one_made_anew(moves: list[tuple[int, Blocks]]) -> None:
    with TemporaryDirectory() as folder:
        moved, anew = Path(folder) / "moved.sqlite", Path(folder) / "anew.sqlite"
        stands: Blocks = [_BEGINNING]
        engine = _begin(moved)
        _grow(engine, 0, stands)
        for lost, gained in moves:
            stands = stands[: max(1, len(stands) - lost)]
            _shrink(engine, len(stands) - 1)
            _grow(engine, len(stands), gained)
            stands += gained
        engine.dispose()
        engine = _begin(anew)
        _grow(engine, 0, stands)
        engine.dispose()
        assert contents(moved) == contents(anew)


def _begin(path: Path) -> Engine:
    engine = open_to_write(path)
    with transaction(engine) as session:
        deployment = {"contracts": {"Timelock": {"address": _OTHER}}}
        session.add(Status(deployment=deployment, token={"address": _OTHER}))
    return engine


def _grow(engine: Engine, first: int, blocks: Blocks) -> None:
    with transaction(engine) as session:
        headers = [_header(first + nth) for nth in range(len(blocks))]
        rows = [
            _event(header, nth, told)
            for header, block in zip(headers, blocks, strict=True)
            for nth, told in enumerate(block)
        ]
        add(session, cursor(session), headers, rows)


def _shrink(engine: Engine, last: int) -> None:
    with transaction(engine) as session:
        newest = cursor(session)
        assert newest is not None
        if newest.number > last:
            roll_back(session, newest, _header(last))


def _header(number: int) -> Header:
    return Header(number, f"0x{number:064x}", f"0x{number - 1:064x}", 1_000 + number)


def _event(header: Header, nth: int, told: Told) -> Event:
    contract, name, args = told
    return Event(
        block_number=header.number,
        log_index=nth,
        timestamp=header.timestamp,
        tx=header.hash,
        contract=contract,
        name=name,
        args=args,
        operator=args.get("operator"),
        persona_id=None if "operator" in args else 1,
    )
