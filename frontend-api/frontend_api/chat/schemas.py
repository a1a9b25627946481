"""What is said in conversations, and the frames of the WebSocket that brings it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from frontend_api.web.problems import Problem
from frontend_api.web.values import Time
from oracle.assistant.chat import MAX_KEY, MAX_TEXT
from oracle.assistant.people.tables import Conversation, Message

Key = Annotated[str, Field(min_length=1, max_length=MAX_KEY, pattern=r"^[ -~]+$")]


class ConversationIn(BaseModel):
    """With whom to begin a conversation."""

    model_config = ConfigDict(extra="forbid")

    persona_id: int = Field(ge=1, le=0xFFFF)


class ConversationOut(BaseModel):
    """A conversation of the account that asks; `title` is how its first message begins."""

    id: str
    persona_id: int
    title: str
    created: Time
    updated: Time

    @classmethod
    def of(cls, row: Conversation) -> "ConversationOut":
        """As it is kept."""
        return cls(**row.model_dump(exclude={"address"}))


class MessageOut(BaseModel):
    """What one of the two said; ids grow in the order in which things were said.

    `key` is the client's own name for what the user said. Of the persona's answers `engine` says
    what wrote them, `answers` the id of what they answer, and `cut` whether they ended too early.
    """

    id: int
    role: Literal["user", "assistant"]
    text: str
    key: str | None
    engine: str | None
    answers: int | None
    cut: bool
    at: Time

    @classmethod
    def of(cls, row: Message) -> "MessageOut":
        """As it is kept."""
        return cls.model_validate(row.model_dump(exclude={"conversation"}))


class SayFrame(BaseModel):
    """The user says something. The same `key` again says nothing anew: it asks for the answer."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["say"]
    key: Key
    text: str = Field(min_length=1, max_length=MAX_TEXT)


class StopFrame(BaseModel):
    """The persona is to stop; what it said so far stays."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["stop"]


ClientFrame = Annotated[SayFrame | StopFrame, Field(discriminator="type")]
"""What the client sends."""


class ReadyFrame(BaseModel):
    """Comes after the messages that the client lacked: now it may speak.

    Where nothing is said yet there is no conversation; `ready` comes again with it once it begins.
    """

    type: Literal["ready"] = "ready"
    conversation: ConversationOut | None


class MessageFrame(BaseModel):
    """Something that is kept: what the client lacked, or what the user has just said."""

    type: Literal["message"] = "message"
    message: MessageOut


class TokensFrame(BaseModel):
    """More of the answer to message `answers`."""

    type: Literal["tokens"] = "tokens"
    answers: int
    text: str


class DoneFrame(BaseModel):
    """The answer as it is kept; it may be `cut`."""

    type: Literal["done"] = "done"
    message: MessageOut


class ProblemFrame(BaseModel):
    """What went wrong; `answers` is the message that has no whole answer for it, if one has not."""

    type: Literal["problem"] = "problem"
    answers: int | None = None
    problem: Problem


ServerFrame = ReadyFrame | MessageFrame | TokensFrame | DoneFrame | ProblemFrame
"""What the service sends."""
