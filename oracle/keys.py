"""The operator's key, from an encrypted keystore file."""

import json
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount
from pydantic import SecretStr

from oracle.errors import Fatal


def load_account(keystore: Path | None, passphrase: SecretStr | None) -> LocalAccount | None:
    """The account in a keystore file (Web3 Secret Storage, version 3); None without a file.

    Raises `Fatal` where the file can't be read or the passphrase is missing or wrong. No message
    holds the key or the passphrase.
    """
    if keystore is None:
        return None
    if passphrase is None:
        raise Fatal(f"{keystore} needs a passphrase: set TROUPE_PASSPHRASE_FILE")
    try:
        key = Account.decrypt(json.loads(keystore.read_bytes()), passphrase.get_secret_value())
    except OSError as error:
        raise Fatal(f"{keystore} can't be read: {error.strerror}") from None
    except (ValueError, TypeError, KeyError):
        raise Fatal(f"{keystore} can't be opened: wrong passphrase, or no keystore file") from None
    account: LocalAccount = Account.from_key(key)
    return account
