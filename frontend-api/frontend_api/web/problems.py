"""Errors as RFC 9457 says them: application/problem+json."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import (
    RequestValidationError,
    ValidationException,
    WebSocketRequestValidationError,
)
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import DatabaseError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from frontend_api.web.headers import SAFE
from frontend_api.web.telling import for_people
from oracle.errors import TroupeError

_log = logging.getLogger(__name__)
_NOT_READY = "the service has not read the chain yet, or lost what it read: try again in a minute"
_REMEDY = (
    "the projection can't be read (%s): run `python -m frontend_api project` with the same "
    "TROUPE_PROJECTION"
)


class FieldError(BaseModel):
    """What is wrong with one field; `field` is its path, with dots."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong, and in `detail` what to do about it."""

    model_config = ConfigDict(json_schema_extra={"description": "An error (RFC 9457)."})

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None


def problem(
    status: int,
    detail: str,
    errors: list[FieldError] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """A response that says what went wrong."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def field_errors(errors: Any) -> list[FieldError]:
    """Pydantic's errors without the input, which is not ours to repeat."""
    return [
        FieldError(field=".".join(map(str, error["loc"])), message=error["msg"])
        for error in list(errors)[:20]
    ]


def install(app: FastAPI) -> None:
    """Answer every error of `app` as a problem."""

    @app.exception_handler(HTTPException)
    def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail), headers=dict(error.headers or {}))

    @app.exception_handler(WebSocketRequestValidationError)
    @app.exception_handler(RequestValidationError)
    def _invalid(_connection: HTTPConnection, error: ValidationException) -> JSONResponse:
        return problem(422, "correct the fields in `errors`", field_errors(error.errors()))

    @app.exception_handler(DatabaseError)
    def _database(_request: Request, error: DatabaseError) -> JSONResponse:
        _log.warning(_REMEDY, error.orig)
        return problem(503, _NOT_READY)

    @app.exception_handler(TroupeError)
    def _troupe(_request: Request, error: TroupeError) -> JSONResponse:
        return problem(503, for_people(error))

    @app.exception_handler(Exception)
    def _bug(_request: Request, _error: Exception) -> JSONResponse:
        bug = "this is our fault: try again, and tell us if it stays"
        return problem(500, bug, headers=SAFE)  # it is sent from outside all that adds headers
