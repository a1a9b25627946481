"""A small population, drawn once."""

import pytest

from oracle.audience.building import build_population
from oracle.audience.plan import PopulationPlan
from oracle.audience.population import Population

PLAN = PopulationPlan(readers=3_000, seed=7)


@pytest.fixture(scope="session")
def population() -> Population:
    return build_population(PLAN)
