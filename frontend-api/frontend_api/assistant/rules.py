"""The scoring rules that rounds go by now, for texts that are in no round yet."""

import time
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from frontend_api.deployment.repository import scoring_profile
from frontend_api.projection.tables import Status
from oracle.errors import TroupeError
from oracle.ports import BlockStore
from oracle.scoring.profile import default_profile
from oracle.scoring.rules import Rules, no_embedder, read_rules

_KEPT_S = 60


@dataclass(frozen=True)
class RulesNow:
    """Rules to score by; `note` says why, where they are not those that rounds go by."""

    rules: Rules
    note: str | None


class RulesInForce:
    """The profile that governance adopted, looked up once a minute.

    The default one stands in for it where it can't be read, or this machine can't score by it. One
    that needs an embedding model is left to operators: the API runs no models.
    """

    def __init__(self, projection: Engine, blocks: BlockStore) -> None:
        self._projection, self._blocks = projection, blocks
        self._kept = lru_cache(1)(self._read)

    def now(self) -> RulesNow:
        """They take a moment to read, once a minute."""
        return self._kept(int(time.monotonic() // _KEPT_S))

    def _read(self, _minute: int) -> RulesNow:
        try:
            with Session(self._projection) as session:
                status = session.get(Status, 1)
                digest = scoring_profile(session, status) if status else None
        except DatabaseError:
            digest = None
        if digest is None:
            return RulesNow(Rules(default_profile()), "no deployment is projected here yet")
        try:
            return RulesNow(read_rules(self._blocks, digest, no_embedder), None)
        except TroupeError as error:
            return RulesNow(Rules(default_profile()), str(error))
