"""Short questions to a language model: what a judge asks."""

from oracle.domain import EngineInfo
from oracle.engines.openai.client import OpenAIClient
from oracle.engines.openai.servers import info_of
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.wire import Model

_MOST_TOKENS = 8


class OpenAIAsker:
    """Asks the model of one OpenAI-compatible server for a few characters; threads may share it.

    The likeliest token is taken each time, so that the same model on the same machine answers the
    same again; another machine may differ where two tokens are about as likely.
    """

    def __init__(self, settings: OpenAISettings) -> None:
        self._client = OpenAIClient(settings)
        self._model: Model | None = None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def info(self) -> EngineInfo:
        """The model. Raises `Transient` where the server does not answer or has no such model."""
        self._model = self._client.model()
        return info_of(self._model)

    def ask(self, messages: list[dict[str, str]]) -> str:
        """At most 8 tokens of an answer.

        Raises `Transient` where the server does not answer, `Permanent` where it refuses.
        """
        model = self._model or self._client.model()
        body = {
            "model": model.id,
            "messages": messages,
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
        }
        return self._client.complete(body).choices[0].message.content or ""
