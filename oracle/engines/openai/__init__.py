"""Language models behind any OpenAI-compatible server: a round's entries, and chats."""

from oracle.engines.openai.budget import Budget, BudgetSettings, OverBudget
from oracle.engines.openai.chat import Chat
from oracle.engines.openai.client import Answered, OpenAIClient
from oracle.engines.openai.engine import OpenAIEngine
from oracle.engines.openai.settings import OpenAISettings
from oracle.engines.openai.stream import ChatStream

__all__ = [
    "Answered",
    "Budget",
    "BudgetSettings",
    "Chat",
    "ChatStream",
    "OpenAIClient",
    "OpenAIEngine",
    "OpenAISettings",
    "OverBudget",
]
