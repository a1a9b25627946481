"""Errors of the OpenAI-compatible endpoints, in OpenAI's own shape."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from frontend_api.chat.openai_schemas import ErrorOut, error_of
from frontend_api.chat.talking import problem_of
from oracle.errors import TroupeError

_CODES = {401: "invalid_api_key", 404: "model_not_found", 429: "rate_limit_exceeded"}
STATUSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut, "description": "An error, as OpenAI writes it."}
    for status in (400, 401, 403, 404, 429, 500, 503)
}
"""What these endpoints say beside their answers, for `responses=`."""


class OpenAIRoute(APIRoute):
    """A route whose errors are OpenAI's."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its errors turned into answers."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                return _invalid(error)
            except (HTTPException, TroupeError) as error:
                found = problem_of(error)
                status = 400 if found.status == 422 else found.status
                headers = error.headers if isinstance(error, HTTPException) else None
                return _answer(status, found.detail, _CODES.get(status), headers=headers)

        return handled


def _invalid(error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or None
    return _answer(400, f"{where or 'the body'}: {first['msg']}", "invalid_value", where)


def _answer(
    status: int, message: str, code: str | None, param: str | None = None, headers: Any = None
) -> JSONResponse:
    return JSONResponse(error_of(status, message, code, param), status, headers)
