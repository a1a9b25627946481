"""What the predictor's commands take."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from oracle.domain import Platform
from oracle.platforms import PLATFORMS, platform_from_slug

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SLUGS = ", ".join(rules.slug for rules in PLATFORMS.values())
say = partial(click.echo, err=True)


class _PlatformType(click.ParamType):
    name = "PLATFORM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return value if isinstance(value, Platform) else platform_from_slug(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _TimeType(click.ParamType):
    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail("write 2026-01-31T12:00:00+01:00", param, ctx)
        if at.tzinfo is None:
            self.fail("say the zone too: 2026-01-31T12:00:00+01:00", param, ctx)
        return at.astimezone(UTC)


TIME = _TimeType()
"""A moment with a zone."""

data_option = click.option(
    "--data", type=FILE, help="Your post history, CSV or Parquet. [default: a synthetic world]"
)
folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".troupe/predictor"),
    show_default=True,
    help="Where the models are.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def of_a_post(command: Any) -> Any:
    """A command about one post that is not published yet."""
    options = [
        click.argument("text"),
        click.option("--author", help="Whose post. [default: the first author of the history]"),
        click.option(
            "--platform",
            type=_PlatformType(),
            help=f"{_SLUGS}. [default: the author's last]",
        ),
        click.option("--at", type=TIME, help="When, with a zone. [default: now]"),
        click.option("--topic", default="", help="As in the history."),
        click.option("--media", is_flag=True, help="A picture or video is attached."),
        click.option("--followers", type=click.IntRange(0), help="[default: the author's last]"),
        data_option,
        folder_option,
        json_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command
