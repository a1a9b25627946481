"""The platforms: their limits and how they count, what in a text they know, and fitting a text.

`marks` finds links, hashtags and mentions; `counting` is each platform's own measure; `rules` says
what each takes; `fit` cuts a text so that it is taken, at a place where readers would.
"""

from oracle.platforms.fit import fitted
from oracle.platforms.rules import PLATFORMS, X_NAMES, PlatformRules, platform_from_slug

__all__ = ["PLATFORMS", "X_NAMES", "PlatformRules", "fitted", "platform_from_slug"]
