"""Which signer the settings choose."""

from oracle.errors import Fatal
from oracle.ports import Signer
from oracle.settings import Settings
from oracle.signers.keystore import load_keystore
from oracle.signers.remote import open_remote


def open_signer(settings: Settings) -> Signer | None:
    """The operator's signer; None where no key is set, which makes a dry run.

    Raises `Fatal` where the settings contradict one another or the key can't be used, `Transient`
    where an external signer does not answer.
    """
    url = settings.signer_url
    if url is None and settings.signer_address is not None:
        raise Fatal("TROUPE_SIGNER_ADDRESS is set without a TROUPE_SIGNER_URL: set it, or neither")
    if url is not None and settings.keystore is not None:
        raise Fatal("TROUPE_KEYSTORE and TROUPE_SIGNER_URL are both set: keep one")
    if url is not None:
        return open_remote(url.get_secret_value(), settings.signer_address)
    if settings.keystore is not None:
        return load_keystore(settings.keystore, settings.passphrase)
    return None
