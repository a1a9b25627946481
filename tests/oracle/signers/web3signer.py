"""A stand-in for Web3Signer's eth1 HTTP API, strict about what it is asked, and able to misbehave.

Its answers have the shapes of https://consensys.github.io/web3signer/web3signer-eth1.html.
"""

import asyncio
import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from eth_keys import keys
from eth_utils import decode_hex, keccak
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_DATA = re.compile(r"0x([0-9a-f]{2})+")

Sign = Callable[[keys.PrivateKey, bytes], str]


def rightly(key: keys.PrivateKey, data: bytes) -> str:
    """As Web3Signer does it: r, s, and 27 or 28."""
    return _text(*key.sign_msg(data).vrs)


def by_another_key(_: keys.PrivateKey, data: bytes) -> str:
    """A signature of the right data by somebody else."""
    return rightly(keys.PrivateKey(b"\x07" * 32), data)


def of_something_else(key: keys.PrivateKey, data: bytes) -> str:
    """A signature of other data."""
    return rightly(key, data + b"!")


def with_high_s(key: keys.PrivateKey, data: bytes) -> str:
    """The other signature of the same data by the same key, which EIP-2 forbids."""
    v, r, s = key.sign_msg(data).vrs
    return _text(1 - v, r, _ORDER - s)


def differently_each_time(key: keys.PrivateKey, data: bytes) -> str:
    """A right and canonical signature, made with a random number instead of RFC 6979's."""
    private = ec.derive_private_key(int.from_bytes(key.to_bytes()), ec.SECP256K1())
    r, s = decode_dss_signature(private.sign(keccak(data), ec.ECDSA(Prehashed(SHA256()))))
    s = min(s, _ORDER - s)
    found = {v: keys.Signature(vrs=(v, r, s)).recover_public_key_from_msg(data) for v in (0, 1)}
    (v,) = [v for v, public in found.items() if public == key.public_key]
    return _text(v, r, s)


def saying(answer: str) -> Sign:
    """Any text as an answer."""
    return lambda *_: answer


def _text(v: int, r: int, s: int) -> str:
    return "0x" + (r.to_bytes(32) + s.to_bytes(32) + bytes([27 + v])).hex()


@dataclass
class Web3Signer:
    """Holds `private` keys and signs as `sign` says, `delay_s` late; `asked` is what was signed.

    With `login`, a name and a password, it wants them as HTTP's basic authentication.
    """

    private: list[keys.PrivateKey]
    sign: Sign = rightly
    listed: Any = None
    status: int = 200
    delay_s: float = 0
    login: tuple[str, str] | None = None
    asked: list[bytes] = field(default_factory=list)

    def app(self) -> FastAPI:
        """The ASGI application."""
        app = FastAPI()
        app.middleware("http")(self._guard)
        app.get("/upcheck")(self._upcheck)
        app.get("/api/v1/eth1/publicKeys")(self._keys)
        app.post("/api/v1/eth1/sign/{identifier}")(self._sign)
        return app

    async def _guard(self, request: Request, answer: Any) -> Response:
        await asyncio.sleep(self.delay_s)
        if self.login is not None:
            wanted = "Basic " + base64.b64encode(":".join(self.login).encode()).decode()
            if request.headers.get("authorization") != wanted:
                return Response(status_code=401)
        if self.status != 200:
            return PlainTextResponse("out of order", self.status)
        return await answer(request)

    async def _upcheck(self) -> Response:
        return PlainTextResponse("OK")

    async def _keys(self) -> Response:
        found = [key.public_key.to_hex() for key in self.private]
        return JSONResponse(found if self.listed is None else self.listed)

    async def _sign(self, identifier: str, request: Request) -> Response:
        body = await request.json()
        if set(body) != {"data"} or not _DATA.fullmatch(body["data"]):
            return Response(status_code=400)
        for key in self.private:
            if key.public_key.to_hex() == identifier.lower():
                self.asked.append(decode_hex(body["data"]))
                return PlainTextResponse(self.sign(key, self.asked[-1]))
        return Response(status_code=404)
