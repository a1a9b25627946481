"""The operator's key, from an encrypted keystore file."""

import json
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import Hash32
from eth_utils.crypto import keccak
from pydantic import SecretStr

from oracle.errors import Fatal

_MOST_BYTES = 64 * 1024


class LocalSigner:
    """An `oracle.ports.Signer` with the key in this process; `place` says where it came from."""

    def __init__(self, account: LocalAccount, place: str) -> None:
        self.address, self.place = str(account.address), place
        self._account = account

    def sign(self, data: bytes) -> bytes:
        """The signature of keccak256(`data`)."""
        return bytes(self._account.unsafe_sign_hash(Hash32(keccak(data))).signature)

    def close(self) -> None:
        """Nothing to let go of."""


def load_keystore(keystore: Path, passphrase: SecretStr | None) -> LocalSigner:
    """The signer with the key of a keystore file (Web3 Secret Storage, version 3).

    Raises `Fatal` where the file can't be read or the passphrase is missing or wrong. No message
    holds the key or the passphrase.
    """
    if passphrase is None:
        raise Fatal(f"{keystore} needs a passphrase: set TROUPE_PASSPHRASE_FILE")
    try:
        with keystore.open("rb") as file:
            written = json.loads(file.read(_MOST_BYTES))
        key = Account.decrypt(written, passphrase.get_secret_value())
        account: LocalAccount = Account.from_key(key)
    except OSError as error:
        raise Fatal(f"{keystore} can't be read: {error.strerror}") from None
    except Exception:  # noqa: BLE001  whatever a strange file does to the libraries
        raise Fatal(f"{keystore} can't be opened: wrong passphrase, or no keystore file") from None
    return LocalSigner(account, f"keystore {keystore}")
