"""Character Cards' envelope: which version, and the `data` inside; elizaOS has none."""

from typing import Final

from oracle.personas.exchange.eliza import Eliza
from oracle.personas.exchange.formats import ForeignFormat, Format, JsonObject
from oracle.personas.exchange.tavern import V3_ONLY, Tavern

FORMATS: Final[dict[ForeignFormat, Format]] = {
    "elizaos": Eliza(),
    "v2": Tavern(),
    "v3": Tavern(),
}
SPECS: Final[dict[ForeignFormat, str]] = {"v2": "chara_card_v2", "v3": "chara_card_v3"}
_VERSIONS: Final[dict[ForeignFormat, str]] = {"v2": "2.0", "v3": "3.0"}


def opened(name: ForeignFormat, file: JsonObject) -> JsonObject | None:
    """What is inside; None where there is no such object."""
    if name not in SPECS:
        return file
    data = file.get("data")
    return data if isinstance(data, dict) else None


def closed(name: ForeignFormat, inside: JsonObject, around: JsonObject) -> JsonObject:
    """The file of that format, with what else stood `around` the data it was made of."""
    if name not in SPECS:
        return inside
    spec, version = SPECS[name], _VERSIONS[name]
    if around.get("spec") == spec and isinstance(found := around.get("spec_version"), str):
        version = found  # a later 3.x stays what it is
    return around | {"spec": spec, "spec_version": version, "data": inside}


def conform(name: ForeignFormat, inside: JsonObject) -> JsonObject:
    """`inside` with the fields of that version alone and with all that it requires.

    V2 has no place for what V3 adds: who needs both writes V3, or a PNG, which holds both.
    """
    if name == "v2":
        return {field: value for field, value in inside.items() if field not in V3_ONLY}
    return {"group_only_greetings": []} | inside if name == "v3" else inside
