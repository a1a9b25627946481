"""What the first requests would wait for otherwise: libraries and models that take seconds."""

import asyncio
from functools import partial
from importlib import import_module

from frontend_api.web.view import Services
from oracle.assistant.simulation.usual import Usual
from oracle.domain import Platform
from oracle.scoring.appraisal import appraise
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules

_POST = "The ferry opens on Monday. Will you come? #harbour"


async def load(held: Services) -> None:
    """Do once what needs them, in the threads of each; then `held.loaded` is set."""
    await asyncio.to_thread(import_module, "siwe")
    rules = Rules(default_profile())
    await held.assistant.scoring.run(partial(appraise, _POST, Platform.LINKEDIN, rules))
    simulated = partial(held.assistant.simulated, _POST, Platform.LINKEDIN, Usual())
    await held.assistant.simulating.run(simulated)
    held.loaded.set()
