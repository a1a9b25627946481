"""Any ASGI application on a real loopback port."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

#: Longer than any client here keeps an idle connection: who asks just as it ends gets a reset.
_IDLE_S = 600


@contextmanager
def running(app: Any, **options: Any) -> Iterator[str]:
    """The URL, without a path, of `app` served from a thread until the block ends.

    `options` are uvicorn's.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        patience = {"timeout_graceful_shutdown": 1, "timeout_keep_alive": _IDLE_S}
        config = uvicorn.Config(app, log_level="critical", **(patience | options))
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
