"""Routes whose answers are kept for as long as the projection does not move."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from frontend_api.web.view import View


class KeptRoute(APIRoute):
    """A route whose answers are the same to all, and of the projection and its documents alone.

    Its endpoint takes a `view`, which is closed when the answer is made. What it is asked with, as
    it was read, says which answer it is: parameters that the route doesn't name make no difference.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _kept(endpoint), **options)


def _kept(endpoint: Callable[..., Any]) -> Callable[..., Response]:
    """The endpoint, which answers in one go: to change threads takes longer than most of it."""
    kind = TypeAdapter[Any](signature(endpoint).return_annotation)

    @wraps(endpoint)
    def answer(view: View, **given: Any) -> Response:
        try:
            asked = endpoint, frozenset(given.items())
            body = view.answers.find(asked, view.moment)
            if body is None:
                with view.computing():
                    made = kind.validate_python(endpoint(view, **given), from_attributes=True)
                    body = kind.dump_json(made, by_alias=True)
                view.answers.keep(asked, view.moment, body)
            return Response(body, media_type="application/json")
        finally:
            view.close()

    return answer
