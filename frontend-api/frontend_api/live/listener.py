"""What one client is told."""

from dataclasses import dataclass, field

from frontend_api.live.memory import Memory, News
from frontend_api.live.reading import frame
from frontend_api.status.repository import StatusOut


@dataclass
class Known:
    """What a web worker knows: the changes, what was said to accounts, and the status.

    `status` is the last that said something new; the sign of life in it is nothing new.
    """

    changes: Memory = field(default_factory=Memory)
    messages: Memory = field(default_factory=Memory)
    status: StatusOut | None = None

    def take_status(self, status: StatusOut | None) -> bool:
        """Whether it says something new."""
        if _news(status) == _news(self.status):
            return False
        self.status = status
        return True


@dataclass
class Listener:
    """A client that heard all changes up to `seen`, and all messages up to `heard`.

    `topics` are kinds, or ``kind:key``; without any it is told everything. `address` is the account
    whose messages it is told of.
    """

    topics: frozenset[str]
    address: str | None
    seen: int
    heard: int
    _told: StatusOut | None = None

    def is_behind(self, known: Known) -> bool:
        """Whether there may be something to take."""
        return (self.seen, self.heard) != (known.changes.newest, known.messages.newest)

    def take(self, known: Known) -> list[str]:
        """The frames that come next, not all at once where there are many."""
        return [*self._status(known), *self._changes(known), *self._messages(known)]

    def ping(self) -> str:
        """The frame that says that nothing else happened."""
        return frame("ping", version=self.seen)

    def _status(self, known: Known) -> list[str]:
        """First of all, and, where it is wanted, whenever it says something new."""
        told, self._told = self._told, known.status
        if known.status is None or told is known.status or (told and not self._wants("status", "")):
            return []
        return [frame("status", status=known.status.model_dump())]

    def _changes(self, known: Known) -> list[str]:
        found = known.changes.after(self.seen)
        if found is None:
            self.seen = known.changes.newest
            return [frame("resync", version=self.seen)]
        news, self.seen = found
        return [each.text for each in news if not each.kind or self._wants(each.kind, each.key)]

    def _messages(self, known: Known) -> list[str]:
        found = known.messages.after(self.heard)
        news, self.heard = found or (list[News](), known.messages.newest)
        if self.address is None or not self._wants("message", ""):
            return []
        return [each.text for each in news if each.key == self.address]

    def _wants(self, kind: str, key: str) -> bool:
        return not self.topics or kind in self.topics or f"{kind}:{key}" in self.topics


def _news(status: StatusOut | None) -> StatusOut | None:
    return status.model_copy(update={"updated_at": 0}) if status else None
