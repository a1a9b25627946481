"""Answers that are read from the projection alone, kept for as long as it does not move."""

import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.responses import Response
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlalchemy import select as sa_select
from sqlalchemy.exc import DatabaseError
from sqlmodel import col, func, select

from frontend_api.projection.tables import Block, Change, Status

Moment = tuple[Any, ...]
Asked = tuple[str | tuple[str, str], ...]
"""A path, and its route's own parameters by name; others make no difference."""
_MOST, _MOST_BYTES = 256, 128 * 1024
_MOST_S = 2
_JSON = "application/json"
_MOMENT = sa_select(
    select(func.max(Change.version)).scalar_subquery(),
    select(Block.hash).order_by(col(Block.number).desc()).limit(1).scalar_subquery(),
    col(Status.finalized),
    col(Status.building),
)


@dataclass(frozen=True)
class _Answer:
    moment: Moment
    kept_at: float
    body: bytes


class Answers:
    """The latest answers of a web worker, 256 at most.

    One holds while the projection is where it was: at the same change, block and finality. After
    two seconds it is made again all the same, for a document that it lacked may have come.
    """

    def __init__(self, projection: Engine) -> None:
        self._projection = projection
        self._answers: OrderedDict[Asked, _Answer] = OrderedDict()

    def moment(self) -> Moment | None:
        """Where the projection is; None where it can't be read or is not whole."""
        try:
            with self._projection.connect() as connection:
                found = connection.execute(_MOMENT).first()
        except DatabaseError:
            return None
        return None if found is None or found[-1] else tuple(found)

    def find(self, asked: Asked, moment: Moment) -> bytes | None:
        """The answer that was kept for what is asked, if it still holds."""
        found = self._answers.get(asked)
        if found is None or found.moment != moment or time.monotonic() > found.kept_at + _MOST_S:
            return None
        return found.body

    def keep(self, asked: Asked, moment: Moment, body: bytes) -> None:
        """Keep an answer that was made at, or after, a moment."""
        if len(body) > _MOST_BYTES:
            return
        self._answers[asked] = _Answer(moment, time.monotonic(), body)
        self._answers.move_to_end(asked)
        if len(self._answers) > _MOST:
            self._answers.popitem(last=False)


class KeptRoute(APIRoute):
    """A route whose answers are the same to all, and of the projection and its documents alone."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        ask = super().get_route_handler()
        fields = get_flat_params(self.dependant)
        names = {field.alias for field in fields if isinstance(field.field_info, Query)}

        async def answer(request: Request) -> Response:
            answers: Answers = request.app.state.answers
            given = [item for item in request.query_params.multi_items() if item[0] in names]
            asked = request.scope["path"], *sorted(given, key=itemgetter(0))
            moment = await run_in_threadpool(answers.moment)
            if moment is not None and (body := answers.find(asked, moment)) is not None:
                return Response(body, media_type=_JSON)
            response = await ask(request)
            kind = response.headers.get("content-type")
            if moment is not None and (response.status_code, kind) == (200, _JSON):
                answers.keep(asked, moment, bytes(response.body))
            return response

        return answer
