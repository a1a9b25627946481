"""The answer to a training job's questions, by whatever measures models here."""

from oracle.ports import Question, TrainingEvaluator

_EVALUATION = 0


class TrainingAnswerer:
    """Answers with what an evaluator measured; without one, or where it can't, it abstains."""

    def __init__(self, evaluator: TrainingEvaluator | None) -> None:
        self._evaluator = evaluator

    def answer(self, question: Question, *, last_chance: bool) -> bytes:  # noqa: ARG002
        """The evaluator's payload, or an empty one."""
        if self._evaluator is None:
            return b""
        if question.phase == _EVALUATION:
            return self._evaluator.evaluate(question.local_id) or b""
        return self._evaluator.attribute(question.local_id) or b""
