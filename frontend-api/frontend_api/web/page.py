"""The built page, at every path that is not the API's."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response

from frontend_api.web.problems import problem

DIST = Path(__file__).parents[2] / "web" / "dist"
_UNBUILT = "the page is not built: run `make setup`"
_NOTHING = "there is nothing here: see /openapi.json"


def install(app: FastAPI, dist: Path, policy: str) -> None:
    """Serve the files in `dist` under a policy; a browser gets `index.html` for the page's routes.

    Call it last: it answers whatever no route before it does.
    """
    root = dist.resolve()

    @app.get("/{path:path}", include_in_schema=False)
    def _page(path: str, request: Request) -> Response:
        file = _file(root, path)
        page = "text/html" in request.headers.get("accept", "")
        if file is None and page:
            file = _file(root, "index.html")
        if file is None:
            return problem(404, _UNBUILT if page else _NOTHING)
        return FileResponse(
            file, headers={"Content-Security-Policy": policy, "Cache-Control": _caching(file, root)}
        )


def _file(root: Path, path: str) -> Path | None:
    try:
        file = (root / (path or "index.html")).resolve()
        inside = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError):  # a name too long, or with a NUL
        return None
    return file if inside else None


def _caching(file: Path, root: Path) -> str:
    hashed = file.is_relative_to(root / "assets")
    return "public, max-age=31536000, immutable" if hashed else "no-cache"
