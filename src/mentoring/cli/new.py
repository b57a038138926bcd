"""`mentoring new`: a first scenario to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName

FILE_NAME = "programme.yaml"


@click.command(cls=Verb, name="new", epilog="Example: mentoring new danube.yaml")
@click.argument("target", type=FileName(), default=FILE_NAME, metavar="[DIR|FILE]")
def command(target: str) -> int:
    """Write a first scenario file to fill in.

    Three cities, two themes and three stages, with a comment at every line; it can be planned as it is. Without a name
    it is programme.yaml in this folder. The programme's id and title are made from the name. A file that is there
    already is never overwritten.
    """
    from mentoring.errors import UsageError
    from mentoring.files.starter import write_starter
    from mentoring.views.next_step import quoted

    console = Console()
    path = Path(target)
    if path.is_dir() or target.endswith(("/", "\\")) or not path.suffix:
        path = path / FILE_NAME
    elif path.suffix.lower() not in (".yaml", ".yml"):
        better = path.with_suffix(".yaml").as_posix()
        raise UsageError(f"{target}: a scenario's name ends in .yaml: write {better}, or {target}/ for a folder")
    write_starter(path, quoted(path.name))
    console.line(f"{path.as_posix()}: a scenario of three cities to change into yours.")
    console.line(f"Next: mentoring check {quoted(path.as_posix())}")
    return 0
