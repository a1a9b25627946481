"""People talk with personas: what was said is kept, and answers come as they are written.

`conversations` keeps what both said, each thing once; `history` bounds what a model is shown of it;
`asking` is what programs ask; `speaking` is an answer under way; `service` brings them together.
"""

from oracle.assistant.chat.asking import asked_of, usage_of
from oracle.assistant.chat.conversations import (
    MAX_CONVERSATIONS,
    MAX_KEY,
    MAX_MESSAGES,
    MAX_TEXT,
    Conversations,
    NoConversation,
)
from oracle.assistant.chat.history import bounded
from oracle.assistant.chat.service import Chats
from oracle.assistant.chat.speaking import Busy, Speaking

__all__ = [
    "MAX_CONVERSATIONS",
    "MAX_KEY",
    "MAX_MESSAGES",
    "MAX_TEXT",
    "Busy",
    "Chats",
    "Conversations",
    "NoConversation",
    "Speaking",
    "asked_of",
    "bounded",
    "usage_of",
]
