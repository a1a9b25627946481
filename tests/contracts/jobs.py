"""Plays training jobs, as their actors do."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from tests.contracts.clock import Clock
from tests.contracts.panel import Panel
from tests.contracts.sheets import value_sheet

DATASET, RECIPE, MODEL = b"\xda" * 32, b"\x4e" * 32, b"\x3d" * 32
TREASURY = 10_000 * 10**18
PERSONA = 1


class Jobs:
    """The DAO orders training, operators submit models, the committee measures."""

    def __init__(self, contracts: SimpleNamespace, clock: Clock, panel: Panel, dao: Any) -> None:
        self._training, self._token = contracts.training, contracts.token
        self._clock, self._panel, self._dao = clock, panel, dao

    def request(self, persona_id: int = PERSONA, attributions: int = 2) -> int:
        """Order training, paid from a treasury that has enough; the job's number."""
        self._token.mint(self._dao, TREASURY, sender=self._dao)
        self._token.approve(self._training, TREASURY, sender=self._dao)
        self._training.request(persona_id, DATASET, RECIPE, attributions, sender=self._dao)
        return int(self._training.jobCount())

    def question(self, job_id: int) -> bytes:
        """The name of the job's evaluation."""
        return bytes(self._training.evaluationQuestion(job_id))

    def submit(self, job_id: int, model: bytes = MODEL) -> Any:
        """The leader submits a model; the operator."""
        leader = self._panel.leader(self.question(job_id))
        self._training.submitModel(job_id, model, sender=leader)
        return leader

    def draw(self, job_id: int) -> None:
        """Mine until the block that draws has a successor."""
        if (missing := self._training.job(job_id).drawBlock - self._clock.height()) > 0:
            self._clock.mine(missing)

    def evaluate(self, **order: Any) -> int:
        """A job whose evaluation is open; its number."""
        job_id = self.request(**order)
        self.submit(job_id)
        self.draw(job_id)
        self._training.openEvaluation(job_id, sender=self._panel.operators[0])
        return job_id

    def settle(self, job_id: int) -> Any:
        """Anybody settles; the receipt."""
        return self._training.settle(job_id, sender=self._panel.operators[0])

    def decide(self, win_rate: int, **order: Any) -> int:
        """A job of which all operators say the same win rate; its number."""
        job_id = self.evaluate(**order)
        self._panel.agree(self.question(job_id), value_sheet(win_rate))
        self.settle(job_id)
        return job_id

    def open_attribution(self, job_id: int, token_ids: Sequence[int]) -> int:
        """The leader asks what those contributions added; the attribution's number."""
        number = int(self._training.attributionCount()) + 1
        leader = self._panel.leader(self.attribution_question(number))
        self._training.openAttribution(job_id, list(token_ids), sender=leader)
        return number

    def attribution_question(self, attribution_id: int) -> bytes:
        """The name of an attribution's question."""
        return bytes(self._training.attributionQuestion(attribution_id))

    def attribute(self, job_id: int, token_ids: Sequence[int], shares: Sequence[int]) -> Any:
        """An attribution on which all operators agree; the receipt of its settlement."""
        number = self.open_attribution(job_id, token_ids)
        self._panel.agree(self.attribution_question(number), value_sheet(*shares))
        return self._training.settleAttribution(number, sender=self._panel.operators[0])
