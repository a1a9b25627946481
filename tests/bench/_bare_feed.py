"""What the feed is compared with: FastAPI and SQL alone, which select the same rows as the feed.

``uvicorn tests.bench._bare_feed:app`` on the SQLite file that TROUPE_PROJECTION names.
"""

import os
import sqlite3
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()
_FILE = f"file:{os.environ.get('TROUPE_PROJECTION', '')}?mode=ro"
_WIDE = "SELECT * FROM round WHERE id < ? ORDER BY id DESC LIMIT ?"


def _open() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(_FILE, uri=True, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


Opened = Annotated[sqlite3.Connection, Depends(_open)]


@app.get("/rounds")
def rounds(database: Opened, cursor: int = 2**62, limit: int = 20) -> JSONResponse:
    found = _rows(database, _WIDE, cursor, limit)
    return JSONResponse({"items": [_with_rows(database, row) for row in found]})


@app.get("/rounds/{round_id}")
def one_round(database: Opened, round_id: int) -> JSONResponse:
    [row] = _rows(database, "SELECT * FROM round WHERE id = ?", round_id)
    events = _rows(database, "SELECT * FROM event WHERE round_id = ?", round_id)
    return JSONResponse(_with_rows(database, row) | {"timeline": events})


def _with_rows(database: sqlite3.Connection, row: dict[str, Any]) -> dict[str, Any]:
    for table in ("entry", "sheet"):
        rows = _rows(database, f"SELECT * FROM {table} WHERE round_id = ?", row["id"])
        row[table] = rows
    return row


def _rows(database: sqlite3.Connection, query: str, *values: int) -> list[dict[str, Any]]:
    return [dict(row) for row in database.execute(query, values)]
