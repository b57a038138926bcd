"""Options that several verbs share, so that they read alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def json_option() -> Decorator:
    """`--json`: the result for programs, with stable keys."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs; its keys stay as they are.")


def plain_option() -> Decorator:
    """`--plain`: for screen readers."""
    return click.option("--plain", is_flag=True, help="No colours and pictures: one fact a line, for screen readers.")


def file_argument(name: str) -> Decorator:
    """A file to read; whether it exists is asked by the reading, which can name the nearest."""
    return click.argument(name, type=click.Path(), metavar=name.upper())
