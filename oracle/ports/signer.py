"""Who holds the operator's key."""

from typing import Protocol


class Signer(Protocol):
    """Signs with one secp256k1 key; threads may share it."""

    @property
    def address(self) -> str:
        """The key's address, with its checksum."""

    @property
    def place(self) -> str:
        """Where the key is, for people; no secrets."""

    def sign(self, data: bytes) -> bytes:
        """The signature of keccak256(`data`): 32 bytes r, 32 bytes s, and 27 or 28.

        s is in the lower half of the curve's order (EIP-2), and the same data always gets the same
        signature (RFC 6979). Raises `Transient` where the signer does not answer, or not rightly.
        """

    def close(self) -> None:
        """Let go of connections."""
