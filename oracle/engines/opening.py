"""The text engine that the settings choose."""

from pydantic import SecretStr

from oracle.engines.builtin.writer import BuiltinWriter
from oracle.engines.openai.asker import OpenAIAsker
from oracle.engines.openai.engine import OpenAIEngine
from oracle.engines.openai.settings import OpenAISettings
from oracle.personas.prompt import chat_messages
from oracle.ports import TextEngine
from oracle.settings import Settings


def open_engine(settings: Settings) -> TextEngine:
    """The built-in writer, or a client of the language model's servers; close it after use."""
    if settings.engine == "builtin":
        return BuiltinWriter()
    return OpenAIEngine(_servers(settings), chat_messages)


def open_asker(settings: Settings) -> OpenAIAsker | None:
    """A client that asks the first engine server as a judge, to be closed; None without any."""
    return None if settings.engine == "builtin" else OpenAIAsker(_servers(settings)[0])


def _servers(settings: Settings) -> list[OpenAISettings]:
    return [
        OpenAISettings(
            url=str(url),
            model=settings.engine_model,
            token=settings.engine_token or SecretStr(""),
            timeout_s=settings.engine_seconds,
        )
        for url in settings.engine_url
    ]
