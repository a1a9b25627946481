"""The operator's key with an external signer that speaks Web3Signer's HTTP API.

``GET /upcheck``, ``GET /api/v1/eth1/publicKeys`` and ``POST /api/v1/eth1/sign/{public key}``, which
signs keccak256 of ``{"data": "0x…"}``: https://consensys.github.io/web3signer/web3signer-eth1.html.
EIP-3030 describes the same three calls (upcheck, list, sign by key) for BLS12-381, the signatures
of validators; transactions need secp256k1, for which Web3Signer has this part of its API.

An https URL is checked against the system's root certificates. Client certificates are not
supported: put a proxy that has one before the signer. Whoever reaches a signer can sign with it.
"""

import re

from eth_keys.datatypes import PublicKey, Signature
from eth_keys.exceptions import BadSignature
from eth_utils.exceptions import ValidationError
from eth_utils.hexadecimal import decode_hex

from oracle.errors import Fatal, Transient
from oracle.signers.http import SignerHttp

_HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
_PUBLIC_KEY = re.compile(r"0x[0-9a-fA-F]{128}")
_SIGNATURE = re.compile(r"0x[0-9a-fA-F]{130}")
_TRIAL = b"Troupe: is the same signature made twice?"  # begins as no transaction does (EIP-2718)


class RemoteSigner:
    """An `oracle.ports.Signer` by HTTP. Nothing that the signer sends is used unchecked."""

    def __init__(self, http: SignerHttp, public_key: str) -> None:
        self.address, self.place = _address(public_key), f"signer at {http.host}"
        self._http, self._public_key = http, public_key

    def sign(self, data: bytes) -> bytes:
        """The signature of keccak256(`data`), by this key and canonical."""
        path = f"/api/v1/eth1/sign/{self._public_key}"
        answer = self._http.post(path, {"data": "0x" + data.hex()})
        if not _SIGNATURE.fullmatch(answer):
            raise Transient(f"the {self.place} sent no signature: see its log")
        signature = decode_hex(answer)
        if wrong := _what_is_wrong(signature, data, self.address):
            raise Transient(f"the {self.place} sent a signature {wrong}: nothing was sent with it")
        return signature

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def open_remote(url: str, address: str | None, seconds: float = 10) -> RemoteSigner:
    """The signer at `url` with the key of `address`, or with the only key that it lists.

    Each call may take `seconds`. Raises `Transient` where it does not answer, `Fatal` where it has
    no such key, or signs the same data differently: salts could not be found again then.
    """
    http = SignerHttp(url, seconds)
    try:
        http.get("/upcheck")
        signer = RemoteSigner(http, _choose(http, address))
        if signer.sign(_TRIAL) != signer.sign(_TRIAL):
            raise Fatal(
                f"the {signer.place} signs the same data differently each time, and what is "
                "committed to could not be revealed: use one that signs by RFC 6979, or a keystore"
            )
    except BaseException:
        http.close()
        raise
    return signer


def _choose(http: SignerHttp, address: str | None) -> str:
    listed = http.get_json("/api/v1/eth1/publicKeys")
    if not isinstance(listed, list) or not all(
        isinstance(key, str) and _PUBLIC_KEY.fullmatch(key) for key in listed
    ):
        raise Transient(f"the signer at {http.host} sent no list of keys: see its log")
    found = [key for key in listed if address is None or _address(key).lower() == address.lower()]
    if len(found) != 1:
        names = ", ".join(_address(key) for key in listed[:20]) or "none"
        wanted = "TROUPE_SIGNER_ADDRESS must name one key" if address is None else f"no {address}"
        raise Fatal(f"the signer at {http.host}: {wanted}; it has: {names}")
    return str(found[0])


def _address(public_key: str) -> str:
    return str(PublicKey(decode_hex(public_key)).to_checksum_address())


def _what_is_wrong(signature: bytes, data: bytes, address: str) -> str | None:
    """Why a signature of 65 bytes is not of `data` by `address`, as everybody would make it."""
    if signature[64] not in (27, 28):
        return "whose last byte is neither 27 nor 28"
    if int.from_bytes(signature[32:64]) > _HALF_ORDER:
        return "that is not canonical (its s is high, EIP-2)"
    try:
        plain = Signature(signature[:64] + bytes([signature[64] - 27]))
        public_key = plain.recover_public_key_from_msg(data)
    except (BadSignature, ValidationError):
        return "of nobody"
    signed_by_us = public_key.to_checksum_address() == address
    return None if signed_by_us else "of another key, or of something else"
