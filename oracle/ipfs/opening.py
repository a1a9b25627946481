"""From settings to the content store that they choose."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

from oracle.ipfs.content import Content, Replica
from oracle.ipfs.embedded import EmbeddedStore
from oracle.ipfs.pinning import PinningService
from oracle.ipfs.wishes import Wishes
from oracle.settings import Settings

if TYPE_CHECKING:
    from oracle.ipfs.kubo import Kubo


def open_content(settings: Settings) -> Content:
    """The embedded store, with copies in Kubo and at a pinning service where these are set.

    Raises `Fatal` where the file or a setting is wrong; no server need be up.
    """
    with ExitStack() as opened:
        kubo = make_kubo(settings)
        replicas = list[Replica]()
        if kubo is not None:
            opened.callback(kubo.close)
            replicas.append(kubo)
        blocks = opened.enter_context(EmbeddedStore(settings.blocks, settings.gateways, near=kubo))
        if (service := make_service(settings, kubo)) is not None:
            replicas.append(Wishes(settings.blocks, service))
        opened.pop_all()
    return Content(blocks, *replicas)


def make_kubo(settings: Settings) -> "Kubo | None":
    """The client of the daemon, where the settings choose one. Raises `Fatal` as it does."""
    if settings.ipfs == "embedded":
        return None
    from oracle.ipfs.kubo import Kubo  # a sixth of a second that others need not wait

    return Kubo(str(settings.kubo_url))


def make_service(settings: Settings, kubo: "Kubo | None") -> PinningService | None:
    """The client of the pinning service, where there is one; it is told where Kubo is reached."""
    if settings.pinning_url is None:
        return None
    url, token = str(settings.pinning_url), settings.pinning_token
    return PinningService(url, token, kubo.addresses if kubo else tuple)
