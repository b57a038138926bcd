"""Options that several verbs share, so that they read alike everywhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Seconds(click.FloatRange):
    """A length of time on the clock, in seconds, at least a tenth of one."""

    def __init__(self) -> None:
        super().__init__(min=0.1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; what is no time to wait for is refused in words."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not 0.1 <= seconds < math.inf:
            self.fail(f"{value!r} is no time to search: write seconds, at least 0.1, as in 60", param, ctx)
        return seconds


LONGEST_REASON = 2_000
"""Characters of a reason, as of every text in a scenario or plan."""


class Whole(click.IntRange):
    """A whole number between two others, both inside."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; anything else is refused in words."""
        try:
            number = int(value)
        except ValueError:
            number = -1
        if number < (self.min or 0) or number > (self.max or 0):
            self.fail(f"{str(value)[:40]!r} is no whole number from {self.min} to {self.max}, in digits", param, ctx)
        return number


class Days(Whole):
    """A number of days, as 14 or 14d."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of days."""
        return super().convert(str(value).strip().lower().removesuffix("d"), param, ctx)


class Reason(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic only in newer versions of click
    """A text that is kept: in one line, without what no file may hold."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; one that is longer than a file takes is refused."""
        from mentoring.exports.text import one_line

        text = one_line(str(value))
        if len(text) > LONGEST_REASON:
            self.fail(f"the text has {len(text)} characters: say it in {LONGEST_REASON}", param, ctx)
        return text


class FileName(click.Path):
    """The name of a file or folder, which need not be there."""

    def __init__(self) -> None:
        super().__init__(readable=False)  # the reading tells that in words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name as given; an empty one would silently mean this folder."""
        if not str(value).strip():
            self.fail("the name is empty: name a file, as in programme.yaml", param, ctx)
        return super().convert(value, param, ctx)


def json_option() -> Decorator:
    """`--json`: the result for programs, with stable keys."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs; its keys stay as they are.")


def plain_option() -> Decorator:
    """`--plain`: for screen readers."""
    return click.option("--plain", is_flag=True, help="No colours and pictures: one fact a line, for screen readers.")


def file_argument(name: str) -> Decorator:
    """A file to read; whether it exists is asked by the reading, which can name the nearest."""
    return click.argument(name, type=FileName(), metavar=name.upper())


def refuse_without(needed: str, *idle: str) -> None:
    """Refuse options that were given although they say something only beside another one, which was not.

    `idle` are their parameters' names. Raises click.UsageError that names the first of them.
    """
    context = click.get_current_context()
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if parameter.name in idle and source is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{parameter.opts[0]} says something only together with {needed}.")
