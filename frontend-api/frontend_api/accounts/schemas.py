"""What the doors of accounts take and give."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from frontend_api.web.values import Hex, Time
from oracle.assistant.accounts.keys import Made
from oracle.assistant.accounts.message import MAX_MESSAGE
from oracle.assistant.accounts.wallets import MAX_SIGNATURE
from oracle.assistant.people.tables import ApiKey

Address = Annotated[Hex, Field(description="An address with checksum.")]


class NonceOut(BaseModel):
    """What a message of ERC-4361 has to say here. It is signed once, before `expires_at`."""

    nonce: str
    domain: str
    uri: str
    chain_id: int
    issued_at: Time
    expires_at: Time


class SignInIn(BaseModel):
    """A message of ERC-4361, and its signature by the wallet it names."""

    model_config = ConfigDict(extra="forbid")

    message: Annotated[str, Field(min_length=1, max_length=MAX_MESSAGE)]
    signature: Annotated[
        str, Field(max_length=2 + 2 * MAX_SIGNATURE, pattern=r"^0x([0-9a-fA-F]{2})*$")
    ]


class SessionOut(BaseModel):
    """Who is signed in, until when, and in how many browsers."""

    address: Address
    created: Time
    expires_at: Time
    sessions: int


class KeyIn(BaseModel):
    """A new API key, by a name for its owner."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1, max_length=60)]


class KeyOut(BaseModel):
    """An API key, by which it begins; nobody sees the whole of it again."""

    id: str
    name: str
    start: str
    created: Time

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        """As it is kept."""
        return cls(id=key.id, name=key.name, start=key.start, created=key.created)


class KeysOut(BaseModel):
    """All API keys of an account, oldest first, and how many it may have."""

    items: list[KeyOut]
    most: int


class NewKeyOut(KeyOut):
    """A new API key: `secret` is the whole of it, shown this once."""

    secret: str

    @classmethod
    def made(cls, made: Made) -> Self:
        """As it was made."""
        return cls(**KeyOut.of(made.key).model_dump(), secret=made.secret)


class ExportOut(BaseModel):
    """All that is held of an account: `held` has the rows of each table, but no secrets."""

    address: Address
    exported_at: Time
    held: dict[str, list[dict[str, Any]]]
