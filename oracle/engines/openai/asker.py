"""Short questions to a language model: what a judge asks."""

from oracle.domain import EngineInfo, Sampling
from oracle.engines.openai.budget import Budget
from oracle.engines.openai.chat import Chat, Messages
from oracle.engines.openai.client import OpenAIClient
from oracle.engines.openai.servers import info_of
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.wire import Model

# So narrow a nucleus holds the likeliest token alone.
_LIKELIEST = Sampling(temperature=0.01, top_p=0.01, max_tokens=8)
_AFTER_ROUNDS = 1


class OpenAIAsker:
    """Asks the model of one OpenAI-compatible server for a few characters; threads may share it.

    The likeliest token is taken each time, so that the same model on the same machine answers the
    same again; another machine may differ where two tokens are about as likely.
    """

    def __init__(self, settings: OpenAISettings, budget: Budget | None = None) -> None:
        self._budget = budget or Budget()
        self._client = OpenAIClient(settings, self._budget)
        self._model: Model | None = None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def info(self) -> EngineInfo:
        """The model. Raises `Transient` where the server does not answer or has no such model."""
        self._model = self._client.models().base
        return info_of(self._model)

    def ask(self, messages: Messages) -> str:
        """At most 8 tokens of an answer; nothing where the model refuses to give one.

        Raises `Transient` where the server does not answer or the budget is spent, `Permanent`
        where it refuses the question.
        """
        model = self._model or self._client.models().base
        chat = Chat(messages, _LIKELIEST, seed=0, priority=_AFTER_ROUNDS)
        with self._budget.reserved(chat.most()):
            answered = self._client.ask(chat, model, "")
        return "" if answered.refused else answered.text
