"""The text engine that the settings choose."""

from pydantic import SecretStr

from oracle.engine_settings import EngineSettings
from oracle.engines.builtin.talker import BuiltinTalker
from oracle.engines.builtin.writer import BuiltinWriter
from oracle.engines.openai import Budget, BudgetSettings, OpenAIEngine, OpenAISettings
from oracle.engines.openai.asker import OpenAIAsker
from oracle.engines.openai.streaming import Heard, StreamingEngine
from oracle.engines.openai.talker import OpenAITalker
from oracle.personas.prompt import chat_messages
from oracle.personas.talk import talk_messages
from oracle.ports import Talker, TextEngine

_MOST_SECONDS = 60.0
_MOST_SECONDS_OF_TALK = 120.0


def open_engine(settings: EngineSettings) -> TextEngine:
    """The built-in writer, or a client of the language model's servers; close it after use."""
    if settings.engine == "builtin":
        return BuiltinWriter()
    return OpenAIEngine(engine_servers(settings), chat_messages, open_budget(settings))


def open_streaming(settings: EngineSettings, heard: Heard) -> TextEngine:
    """As `open_engine`, for drafts: `heard` hears texts as they are written.

    The first server writes all of them. The built-in writer writes at once, and nothing is heard.
    """
    if settings.engine == "builtin":
        return BuiltinWriter()
    server = engine_servers(settings)[0]
    return StreamingEngine(server, chat_messages, open_budget(settings), heard)


def open_asker(settings: EngineSettings) -> OpenAIAsker | None:
    """A client that asks the first engine server as a judge, to be closed; None without any.

    Its short questions take a minute each at most.
    """
    if settings.engine == "builtin":
        return None
    server = engine_servers(settings)[0]
    patience = {"timeout_s": min(server.timeout_s, _MOST_SECONDS)}
    return OpenAIAsker(server.model_copy(update=patience), open_budget(settings))


def open_talker(settings: EngineSettings) -> Talker:
    """What answers people who talk with a persona: a language model, or the card's own lines.

    The first server answers all of them, each within two minutes at most; close it after use.
    """
    if settings.engine == "builtin":
        return BuiltinTalker()
    server = engine_servers(settings)[0]
    patience = {"timeout_s": min(server.timeout_s, _MOST_SECONDS_OF_TALK)}
    return OpenAITalker(server.model_copy(update=patience), talk_messages, open_budget(settings))


def engine_servers(settings: EngineSettings) -> list[OpenAISettings]:
    """The language model's servers that the settings name."""
    return [
        OpenAISettings(
            url=str(url),
            model=settings.engine_model,
            token=settings.engine_token or SecretStr(""),
            timeout_s=settings.engine_seconds,
            concurrency=settings.engine_concurrency,
        )
        for url in settings.engine_url
    ]


def open_budget(settings: EngineSettings) -> Budget:
    """What a day may take of a language model; one for all clients of a process."""
    return Budget(
        BudgetSettings(
            tokens=settings.engine_tokens_per_day,
            usd=settings.engine_usd_per_day,
            usd_per_million_read=settings.engine_usd_per_million_read,
            usd_per_million_written=settings.engine_usd_per_million_written,
            ledger=settings.engine_ledger,
        )
    )
