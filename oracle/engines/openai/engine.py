"""The client engine: a round's personas asked together, so that a server batches them."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

from oracle.domain import Brief, Card, EngineInfo, Platform
from oracle.engines.openai.budget import Budget
from oracle.engines.openai.chat import Messages
from oracle.engines.openai.listing import Listing
from oracle.engines.openai.servers import Server, Servers
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.turn import Asking, Turn
from oracle.errors import Transient
from oracle.ports import Tokens, WriteRequest, Written
from oracle.work.threads import DaemonThreads

Prompt = Callable[[Card, Brief, Platform], Messages]
_LOST = "the language model's server did not answer"


class OpenAIEngine:
    """A `TextEngine` that writes with the model of OpenAI-compatible servers.

    `prompt` turns a persona's card and a brief into the chat that the model is shown. A round goes
    to one server as a whole, so that it is one batch there and costs little more than one entry;
    rounds at the same time go to different servers.
    """

    def __init__(
        self, servers: Sequence[OpenAISettings], prompt: Prompt, budget: Budget | None = None
    ) -> None:
        self._budget = budget or Budget()
        self._servers = Servers(servers, self._budget)
        self._together = max((each.concurrency for each in servers), default=1)
        self._prompt = prompt

    def close(self) -> None:
        """Close the connections to the servers."""
        self._servers.close()

    def info(self) -> EngineInfo:
        """The model and, where a server tells them, its commit or digest, versions and device.

        Raises `Transient` where no server answers or has the model, or where they differ.
        """
        return self._servers.info()

    def write(self, requests: Sequence[WriteRequest]) -> list[Written]:
        """One `Written` per request, in order, all from the same server.

        Raises `Transient` where each server answers none of them, or no longer answers after, and
        `OverBudget`, before any is asked, where the round may take more than is left of today's
        budget.
        """
        turns = [
            Turn(each, self._prompt(each.card, each.brief, each.platform)) for each in requests
        ]
        with self._budget.reserved(sum((turn.chat().most() for turn in turns), Tokens())):
            return self._write(turns)

    def _write(self, turns: Sequence[Turn]) -> list[Written]:
        failures: list[Transient] = []
        for server in self._servers.in_order():
            try:
                with self._servers.working(server):
                    return self._write_at(server, turns)
            except Transient as error:
                server.rest(error)
                failures.append(error)
        raise failures[-1]

    def _write_at(self, server: Server, turns: Sequence[Turn]) -> list[Written]:
        """Where another server could write it, one that answers nothing is not asked twice."""
        models = self._servers.models(server)
        quick = 1 if len(self._servers) > 1 else None
        written = self._ask(turns, partial(_written, server, models, quick))
        lost = [one for one in written if isinstance(one, Transient)]
        if lost and len(lost) == len(written):
            raise lost[0]
        if lost and quick:
            again = [t for t, one in zip(turns, written, strict=True) if not _is_whole(one)]
            found = iter(self._ask(again, partial(_written, server, models, None)))
            written = [one if _is_whole(one) else next(found) for one in written]
        if not all(map(_is_whole, written)):
            self._servers.models(server)
        return [
            turn.failed(_LOST) if isinstance(one, Transient) else one
            for turn, one in zip(turns, written, strict=True)
        ]

    def _ask(
        self, turns: Sequence[Turn], write: Callable[[Turn], Written | Transient]
    ) -> list[Written | Transient]:
        with closing(DaemonThreads("write", min(len(turns), self._together))) as threads:
            asked = [threads.submit(partial(write, each)) for each in turns]
            return [future.result() for future in asked]


def _written(server: Server, models: Listing, tries: int | None, turn: Turn) -> Written | Transient:
    model, note = models.model_for(turn.request.card.adapter)
    try:
        return Asking(turn, server.client, model, note, tries).write()
    except Transient as error:
        return error


def _is_whole(one: Written | Transient) -> bool:
    return isinstance(one, Written)
