"""`mentoring new`: a first scenario to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb

FILE_NAME = "programme.yaml"


@click.command(cls=Verb, name="new", epilog="Example: mentoring new danube.yaml")
@click.argument("target", type=click.Path(), default=FILE_NAME, metavar="[DIR|FILE]")
def command(target: str) -> int:
    """Write a first scenario file to fill in.

    Three cities, two themes and three stages, with a comment at every line; it can be planned as it is. Without a name
    it is programme.yaml in this folder. A file that is there already is never overwritten.
    """
    from mentoring.files.starter import write_starter

    console = Console()
    path = Path(target)
    if path.is_dir() or path.suffix.lower() not in (".yaml", ".yml"):
        path = path / FILE_NAME
    write_starter(path)
    console.line(f"{path.as_posix()}: a scenario of three cities to change into yours.")
    console.line(f"Next: mentoring check {path.as_posix()}")
    return 0
