"""Cards in and out: elizaOS characters, Character Cards V2 and V3, as JSON and in PNG files.

What another format has and ours has not is kept in `Card.extensions` and comes back when the card
is written in that format again; what was changed meanwhile is written from the card. What looks
like a secret goes neither way.
"""

from oracle.personas.exchange.confidential import without_secrets
from oracle.personas.exchange.formats import CardError, ForeignFormat
from oracle.personas.exchange.png import drawn
from oracle.personas.exchange.reading import MAX_FILE_BYTES, Imported, import_card
from oracle.personas.exchange.writing import export_card, export_png

__all__ = [
    "MAX_FILE_BYTES",
    "CardError",
    "ForeignFormat",
    "Imported",
    "drawn",
    "export_card",
    "export_png",
    "import_card",
    "without_secrets",
]
