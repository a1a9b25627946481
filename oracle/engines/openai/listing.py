"""The models of one server: which is the base, and which are adapters of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.engines.openai.wire import Model
from oracle.errors import Transient

_NAMED = 20


@dataclass(frozen=True)
class Listing:
    """`base` is the model that the settings mean, `others` all else that the server lists."""

    base: Model
    others: tuple[Model, ...]

    @classmethod
    def of(cls, listed: Sequence[Model], wanted: str | None, place: str) -> "Listing":
        """The base is the one `wanted`, or the only one that is no adapter of another.

        Raises `Transient` that names what there is where that is not one model.
        """
        found = [
            model
            for model in listed
            if model.id == wanted or (wanted is None and model.base is None)
        ]
        if len({model.id for model in found}) != 1:
            names = ", ".join(model.id for model in listed[:_NAMED]) or "none"
            more = f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
            raise Transient(
                f"set TROUPE_ENGINE_MODEL to one model that {place} has; it has: {names}{more}"
            )
        base = found[0]
        return cls(base, tuple(model for model in listed if model.id != base.id))

    def model_for(self, adapter: str | None) -> tuple[Model, str]:
        """The model for a persona whose card names `adapter`, and what is to be noted of it."""
        if adapter is None or adapter == self.base.id:
            return self.base, ""
        for model in self.others:
            if model.id == adapter and model.changes(self.base):
                return model, ""
        return self.base, f"the server has no adapter {adapter!r}"
