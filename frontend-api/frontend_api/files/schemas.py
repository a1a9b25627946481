"""What the doors for files give."""

from pydantic import BaseModel, Field

from frontend_api.web.values import Time


class FileOut(BaseModel):
    """A stored file. It is dropped after `expires_at` unless a contribution on chain names it."""

    cid: str
    uri: str = Field(description="What a contribution's document links.")
    size: int
    media_type: str = Field(description="As its bytes say.")
    expires_at: Time


class EntryOut(BaseModel):
    """A file or folder in a folder."""

    name: str
    cid: str


class FolderOut(BaseModel):
    """What a folder holds, by name."""

    cid: str
    entries: list[EntryOut]
