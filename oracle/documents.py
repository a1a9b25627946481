"""Pinned documents: fetched by digest, and checked, by whoever reads one."""

import logging
from typing import TypeVar

from pydantic import ValidationError

from oracle.domain import Document
from oracle.errors import Permanent, Transient
from oracle.ports import BlockStore
from oracle.printable import one_line

log = logging.getLogger(__name__)
D = TypeVar("D", bound=Document)


def read_document(blocks: BlockStore, kind: type[D], digest: str) -> D:
    """The document of that digest.

    Raises `Transient` where its block is missing, `Permanent` where the block is no such document,
    or not in canonical form (it would have another digest when written again).
    """
    data = blocks.get(digest)
    name = kind.__name__.lower()
    try:
        document = kind.parse(data)
    except ValidationError as error:
        raise Permanent(f"{digest} is no {name}: {_explain(error)}") from None
    except ValueError as error:
        raise Permanent(f"{digest} is no {name}: {error}") from None
    if document.digest != digest:
        raise Permanent(f"{digest} is a {name} that is not in canonical form")
    return document


def keep_sheet(blocks: BlockStore, sheet: Document, *, last_chance: bool) -> None:
    """Keep and pin a sheet; on the `last_chance` an answer does not wait for that.

    Raises `Transient` where it fails before. A sheet can be made again; a bond can't.
    """
    try:
        blocks.put(sheet.to_bytes())
    except Transient as error:
        if not last_chance:
            raise
        log.error("sheet %s is not pinned: %s", sheet.digest, one_line(str(error), 500))


def _explain(error: ValidationError) -> str:
    """The first thing wrong, on one short line: a stranger chose the names of the fields."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"])) or "the document"
    return f"{one_line(place, 80)}: {one_line(first['msg'], 200)}"
