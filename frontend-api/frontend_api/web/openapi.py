"""The description of the API that machines read; `openapi.json` and the page's client are of it."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from frontend_api.documents.schemas import DocumentIn
from frontend_api.web.problems import Problem

FILE = Path(__file__).parents[2] / "openapi.json"
"""Where `python -m frontend_api openapi` writes it."""

_INTRODUCTION = (
    "Views of the chain and of the documents it names, doors for documents, and what an account "
    "keeps here. Money is in decimal strings of wei, hashes are 0x hex, times are Unix seconds. "
    "Texts in documents were written by strangers: show them as text."
)
_ANYWHERE = (429, 500, 503)
_REFERENCE = "#/components/schemas/{model}-Input"


def operation_id(route: APIRoute) -> str:
    """The name of a route in clients: its function's, as `rounds_list` is `roundsList` there."""
    return route.name


def refuses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an endpoint says beside its answer, for `responses=`: problems with these statuses.

    401 and 403 of those who must be signed in, 400, 408 and 413 of those who send a body, 422 of
    what is validated, and 429, 500 and 503 of all are described without it.
    """
    return {status: {"description": _phrase(status)} for status in statuses}


def describe(app: FastAPI) -> None:
    """Make the OpenAPI description of the routes that `app` has so far, problems included."""
    schema = get_openapi(
        title=app.title,
        version=app.version,
        summary="What happens in Troupe, as the chain says it",
        description=_INTRODUCTION,
        routes=app.routes,
    )
    schemas = schema["components"]["schemas"]
    for name, kind in (("DocumentIn", DocumentIn), ("Problem", Problem)):
        _add(schemas, name, TypeAdapter(kind).json_schema(ref_template=_REFERENCE))
    for path in schema["paths"].values():
        for operation in path.values():
            _use_problems(operation)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    _answer_whole(schema)
    app.openapi = lambda: schema  # type: ignore[method-assign]


def _add(schemas: dict[str, Any], name: str, found: dict[str, Any]) -> None:
    parts = found.pop("$defs", {})
    schemas.update({f"{part}-Input": schema for part, schema in parts.items()})
    schemas[name] = found


def _use_problems(operation: dict[str, Any]) -> None:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    signed_in = (401, 403) if operation.get("security") else ()
    sends = (400, 408, 413) if "requestBody" in operation else ()
    answers = operation["responses"]
    for status in (*signed_in, *sends, *_ANYWHERE):
        answers.setdefault(str(status), {"description": _phrase(status)})
    if "ErrorOut" in str(answers):
        answers.pop("422", None)  # there it is a 400
    for status, answer in answers.items():
        if int(status) >= 400 and "ErrorOut" not in str(answer):
            answer["content"] = content
            answer["description"] = answer.get("description") or _phrase(int(status))


def _answer_whole(schema: dict[str, Any]) -> None:
    """Say that answers have all their fields, but for those that are left out where there is none.

    Only what is sent may lack others.
    """
    operations = [each for path in schema["paths"].values() for each in path.values()]
    schemas = schema["components"]["schemas"]
    sent = _named([each.get("requestBody") for each in operations], schemas) | {"Problem"}
    answered = _named([each["responses"] for each in operations], schemas)
    for name in answered - sent - _named(schemas["Problem"], schemas):
        if found := schemas[name].get("properties"):
            schemas[name]["required"] = [
                field for field, kind in found.items() if not kind.get("x-left-out")
            ]


def _named(node: Any, schemas: dict[str, Any]) -> set[str]:
    """The names of the schemas that `node` refers to, at any depth."""
    found, left = set[str](), [node]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                left.append(schemas[name])
            left.extend(node.values())
        elif isinstance(node, list):
            left.extend(node)
    return found


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase
