"""What `ape run verify` checks, as parts that tests can call."""

from scripts._deployment.manifest import Manifest
from scripts._deployment.profile import Profile
from scripts._verification.code import check_code
from scripts._verification.powers import check_powers
from scripts._verification.subject import Check, Subject
from scripts._verification.values import check_values

__all__ = ["Check", "verify"]


def verify(manifest: Manifest, profile: Profile | None = None) -> list[Check]:
    """Whether the connected chain holds what the manifest says, made by the profile.

    Without a profile, by the one that the manifest records. Raises `ValueError` where a contract
    is missing from the manifest, or there is no profile at all.
    """
    subject = Subject.of(manifest, profile)
    return [*check_code(subject), *check_powers(subject), *check_values(subject)]
