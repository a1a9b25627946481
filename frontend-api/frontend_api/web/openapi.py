"""The description of the API that machines read."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from frontend_api.documents.schemas import DocumentIn
from frontend_api.web.problems import Problem

_INTRODUCTION = (
    "Read-only views of the chain and of the documents it names, and one door for documents. "
    "Money is in decimal strings of wei, hashes are 0x hex, times are Unix seconds. "
    "Texts in documents were written by strangers: show them as text."
)
_REFERENCES = "#/components/schemas/{model}"


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
        _add(schemas, name, TypeAdapter(kind).json_schema(ref_template=_REFERENCES))
    _use_problems(schema)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    app.openapi = lambda: schema  # type: ignore[method-assign]


def _add(schemas: dict[str, Any], name: str, found: dict[str, Any]) -> None:
    schemas.update(found.pop("$defs", {}))
    schemas[name] = found


def _use_problems(schema: dict[str, Any]) -> None:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in schema["paths"].values():
        for operation in path.values():
            for code, response in operation["responses"].items():
                if int(code) >= 400:
                    response["content"] = content
