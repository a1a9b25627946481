"""Headers of every response: what browsers may do with it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_WALLETCONNECT = (
    "wss://relay.walletconnect.org",
    "wss://relay.walletconnect.com",
    "https://rpc.walletconnect.org",
    "https://api.web3modal.org",
    "https://pulse.walletconnect.org",
)
_VERIFY = "https://verify.walletconnect.org"
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Content-Security-Policy": _DATA_POLICY,
}
"""What every answer has that does not say otherwise."""


def page_policy(local_node: bool, walletconnect: bool) -> str:
    """The Content-Security-Policy of the page.

    Wallets on a local chain need its node too; WalletConnect its relay, its node and its list of
    wallets, whose pictures it makes into blobs. Styles are inline, for components set their own.
    """
    node = " http://127.0.0.1:* http://localhost:*" if local_node else ""
    relay = f" {' '.join(_WALLETCONNECT)}" if walletconnect else ""
    blobs, frames = (" blob:", f"frame-src {_VERIFY}; ") if walletconnect else ("", "")
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data:{blobs}; font-src 'self'; "
        f"connect-src 'self'{node}{relay}; {frames}manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


class SecurityHeaders:
    """Puts the same safe headers on everything; a route's own header stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


class Heads:
    """Answers HEAD as GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)
