"""Operators, from the projection."""

from typing import Any

import sqlalchemy
from sqlmodel import col, func, select

from frontend_api.deployment.repository import min_bond
from frontend_api.operators.schemas import OperatorOut, Work
from frontend_api.projection.tables import Operator, Sheet
from frontend_api.web.paging import Page, read_page
from frontend_api.web.view import View


def list_operators(view: View, after: int | None, limit: int) -> Page[OperatorOut]:
    """Operators by member number."""
    query = select(Operator).where(Operator.number > (after or 0)).order_by(col(Operator.number))
    rows, more = read_page(view.session, query, limit, lambda row: row.number)
    least, work = min_bond(view.session), work_of(view)
    items = [_operator(view, row, work.get(row.address, Work()), least) for row in rows]
    return Page(items=items, next_cursor=more)


def _operator(view: View, row: Operator, work: Work, least: int) -> OperatorOut:
    return OperatorOut(
        **row.model_dump(exclude={"block_number"}),
        eligible=row.listed and row.release_at is None and int(row.bond) >= least,
        rounds=work,
        final=view.is_final(row.block_number),
    )


def work_of(view: View) -> dict[str, Work]:
    """What operators did in rounds, by address; those that were never asked are not there."""
    columns = (Sheet.number, Sheet.commitment, Sheet.payload, Sheet.refused_at)
    counts = (func.count(col(column)) for column in columns)
    query: Any = sqlalchemy.select(col(Sheet.operator), *counts).group_by(col(Sheet.operator))
    return {
        row[0]: Work(asked=row[1], committed=row[2], revealed=row[3], refused=row[4])
        for row in view.session.execute(query)
    }
