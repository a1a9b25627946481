"""What the first requests would wait for otherwise: libraries and models that take seconds."""

import asyncio
from collections.abc import Callable
from functools import partial
from importlib import import_module

from starlette.exceptions import HTTPException

from frontend_api.assistant.work import Workers
from frontend_api.web.view import Services
from oracle.assistant.simulation.usual import Usual
from oracle.domain import Platform
from oracle.scoring.appraisal import appraise
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules

_POST = "The ferry opens on Monday. Will you come? #harbour"
_AGAIN_S = 0.5


async def load(held: Services) -> None:
    """Do once what needs them, in the threads of each; then `held.loaded` is set."""
    await asyncio.to_thread(import_module, "siwe")
    rules = Rules(default_profile())
    await _run(held.assistant.scoring, partial(appraise, _POST, Platform.LINKEDIN, rules))
    simulated = partial(held.assistant.simulated, _POST, Platform.LINKEDIN, Usual())
    await _run(held.assistant.simulating, simulated)
    held.loaded.set()


async def _run(workers: Workers, job: Callable[[], object]) -> None:
    """Do it once there is room: people may ask for much at once before all is loaded."""
    while True:
        try:
            await workers.run(job)
        except HTTPException:
            await asyncio.sleep(_AGAIN_S)
        else:
            return
