"""Entries from a language model behind any OpenAI-compatible server."""

from oracle.engines.openai.engine import OpenAIEngine
from oracle.engines.openai.settings import OpenAISettings

__all__ = ["OpenAIEngine", "OpenAISettings"]
