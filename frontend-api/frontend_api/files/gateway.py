"""GET /ipfs/{cid}: what is kept here, checked block by block, and nothing that a browser runs.

Formats and headers as https://specs.ipfs.tech/http-gateways/path-gateway/ says them.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from frontend_api.files.kinds import JSON, OCTETS, TEXT, is_shown
from frontend_api.files.ranges import UnsatisfiableError, range_of
from frontend_api.files.reading import Held as Found
from frontend_api.files.reading import directory, find, measure, missing, pieces
from frontend_api.files.schemas import EntryOut, FolderOut
from frontend_api.web.openapi import refuses
from frontend_api.web.view import Held
from oracle.errors import Missing
from oracle.ipfs.car import write_car
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.reader import walk

router = APIRouter(tags=["files"])
Format = Annotated[
    Literal["raw", "car"] | None,
    Query(description="raw: the one block; car: a CAR file with all blocks under it."),
]
FileName = Annotated[str, Query(max_length=200, description="What a download is called.")]
_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'; sandbox"
_RAW, _CAR = "application/vnd.ipld.raw", "application/vnd.ipld.car; version=1"
_FOREVER = "public, max-age=31536000, immutable"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, the block, the CAR file, or what the folder holds.",
        "content": {
            "application/json": {},
            "text/plain": {},
            "image/*": _BINARY,
            "audio/*": _BINARY,
            "application/octet-stream": _BINARY,
            "application/vnd.ipld.raw": _BINARY,
            "application/vnd.ipld.car": _BINARY,
        },
    },
    206: {"description": "The part that `Range` asks for."},
    304: {"description": "It is what `If-None-Match` names."},
    **refuses(400, 404, 416, 422),
}


@router.head("/ipfs/{cid}", include_in_schema=False)
@router.get("/ipfs/{cid}", response_class=Response, responses=_ANSWERS)
def ipfs_get(
    request: Request, held: Held, cid: str, format: Format = None, filename: FileName = ""
) -> Response:
    """A file, a folder's list, a block or a CAR file, by CID (version 1; base32 or base16).

    Only what is kept on this machine; each block is checked. `Range` takes one range of a file.
    """
    return _answer(request, held.blocks, find(held.blocks, cid, ""), format, filename)


@router.head("/ipfs/{cid}/{path:path}", include_in_schema=False)
@router.get(
    "/ipfs/{cid}/{path:path}",
    response_class=Response,
    responses=_ANSWERS,
)
def ipfs_path_get(
    request: Request,
    held: Held,
    cid: str,
    path: str,
    format: Format = None,
    filename: FileName = "",
) -> Response:
    """The same for what lies in a folder."""
    return _answer(request, held.blocks, find(held.blocks, cid, path), format, filename)


def _answer(
    request: Request, blocks: EmbeddedStore, found: Found, format: str | None, filename: str
) -> Response:
    tag = f'"{found.cid}.{format or "file"}"'
    headers = {
        "ETag": tag,
        "Cache-Control": _FOREVER,
        "Content-Security-Policy": _POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    name = filename or found.name or str(found.cid)
    match format:
        case "raw":
            response = Response(_block(blocks, found), media_type=_RAW)
        case "car":
            response = _car(blocks, found)
        case _:
            response = _folder(blocks, found) or _file(request, blocks, found, name, tag)
    if format is not None:
        headers |= disposition("attachment", f"{name}.{format}")
    for header, value in headers.items():
        response.headers.setdefault(header, value)
    return response


def _folder(blocks: EmbeddedStore, found: Found) -> Response | None:
    entries = directory(blocks, found.cid)
    if entries is None:
        return None
    listed = [EntryOut(name=name, cid=str(cid)) for name, cid in sorted(entries.items())]
    return JSONResponse(FolderOut(cid=str(found.cid), entries=listed).model_dump())


def _file(request: Request, blocks: EmbeddedStore, found: Found, name: str, tag: str) -> Response:
    size, kind = measure(blocks, found.cid)
    headers = {"Accept-Ranges": "bytes"}
    if not found.kept and kind != JSON:
        kind = OCTETS  # nobody stands for it yet: it is for its sender to look at
        headers["Cache-Control"] = "no-cache"
    headers |= disposition("inline" if is_shown(kind) else "attachment", name)
    start, stop, status = 0, size, 200
    try:
        if request.headers.get("if-range", tag) == tag:
            part = range_of(request.headers.get("range", ""), size)
            if part is not None:
                (start, stop), status = part, 206
                headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    except UnsatisfiableError as error:
        raise HTTPException(416, str(error), {"Content-Range": f"bytes */{size}"}) from None
    headers["Content-Length"] = str(stop - start)
    return StreamingResponse(
        iter(()) if request.method == "HEAD" else pieces(blocks, found.cid, start, stop),
        status,
        headers,
        media_type=f"{kind}; charset=utf-8" if kind == TEXT else kind,
    )


def _block(blocks: EmbeddedStore, found: Found) -> bytes:
    try:
        return blocks.block(found.cid)
    except Missing:
        raise missing() from None


def _car(blocks: EmbeddedStore, found: Found) -> Response:
    _block(blocks, found)
    parts: Iterator[bytes] = write_car([found.cid], walk(blocks.block, [found.cid]))
    return StreamingResponse(parts, media_type=_CAR)


def disposition(how: str, name: str) -> dict[str, str]:
    """The header that names a file (RFC 6266); a stranger chose the name."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "-" for c in name)
    return {
        "Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, '')}"
    }
