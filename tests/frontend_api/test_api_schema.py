"""The API against its own description: whatever is sent, answers are what it says, and no bug."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from frontend_api.processes import open_projector
from frontend_api.projection.projector import Projector
from frontend_api.web.openapi import FILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from oracle.assistant.accounts.keys import Keys
from oracle.assistant.accounts.sessions import Sessions
from oracle.assistant.people.database import open_people
from tests.frontend_api.people import ADA
from tests.frontend_api.serving import serving
from tests.frontend_api.world import World
from tests.wait import wait_for

EXAMPLES = 10
SECONDS = 60
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
DESCRIPTION = json.loads(FILE.read_text())  # another test holds it and the API equal
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = {
    each["operationId"]: (path, method, "security" in each)
    for path, methods in DESCRIPTION["paths"].items()
    for method, each in methods.items()
}
SIGNED_IN = [name for name, (_, _, private) in OPERATIONS.items() if private]


@dataclass(frozen=True)
class Api:
    url: str
    key: str
    projector: Projector


@pytest.fixture(scope="module")
def api(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The API on the world, with an account, and without a bound on how often one may ask."""
    folder = tmp_path_factory.mktemp("schema")
    own = {
        "people": folder / "people.sqlite",
        "requests_per_minute": 0,
        "writes_per_minute": 0,
    }
    found = world.stage.settings.model_copy(update=own)
    projector = open_projector(found)
    while projector.poll():
        pass
    people = open_people(own["people"])
    Sessions(people).open(ADA.address)
    key = Keys(people).make(ADA.address, "a program").secret
    people.dispose()
    with serving(found, folder) as url:

        def is_ready() -> bool:
            projector.poll()
            return httpx.get(f"{url}/ready", timeout=60).is_success

        wait_for(is_ready, "its libraries")
        yield Api(url, key, projector)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation__anything_from_anybody__is_answered_as_described(api: Api, name: str) -> None:
    _try(api, name, {})


@pytest.mark.parametrize("name", SIGNED_IN)
def test_operation__anything_from_an_account__is_answered_as_described(api: Api, name: str) -> None:
    _try(api, name, {"Authorization": f"Bearer {api.key}"})


def _try(api: Api, name: str, headers: dict[str, str]) -> None:
    path, method, _ = OPERATIONS[name]
    operation = SCHEMA[path][method]
    api.projector.poll()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES)))
    def answered(case: Any) -> None:
        case.path_parameters = {
            key: value % 8 if isinstance(value, int) else value  # things that are there
            for key, value in case.path_parameters.items()
        }
        case.call_and_validate(base_url=api.url, headers=headers, checks=CHECKS, timeout=SECONDS)

    answered()
