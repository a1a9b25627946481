"""A group of commands of which one need not be named."""

from typing import Any

import click


class DefaultGroup(click.Group):
    """Takes the command `default` where none is named: ``vote 5 for`` is ``vote proposal 5 for``.

    A leading ``--network`` goes to the command, as options of Ape's other commands do.
    """

    def __init__(self, *args: Any, default: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the command's name first."""
        width = 2 if args[:1] == ["--network"] else 0
        network, rest = args[:width], args[width:]
        if network and rest[:1] == ["--help"]:
            network = []
        if rest[:1] and rest[0] in (*self.commands, "--help", "-h"):
            return super().parse_args(ctx, [rest[0], *network, *rest[1:]])
        return super().parse_args(ctx, [self._default, *network, *rest])
