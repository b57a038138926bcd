"""The first scenario of a newcomer, from the packaged template."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from mentoring.errors import RefusedError, UsageError

TEMPLATE = "starter.yaml"
SCHEMA = "scenario.schema.json"


FIRST_STAGES = {"visit": {"title": "Mentoring visit", "gathers": "pairing", "host": "mentee", "days": 3}}
"""How cities meet as long as nobody has said it: each mentor travels to its mentee, as in most programmes."""
FIRST_STAGES_COMMENT = """\
How cities meet stands in no table. This is a beginning: every mentor visits its mentee once, for three working days.
Change it as you like; a kick-off, a closing meeting and what else there may be stand in the file that `mentoring new`
writes. Once you have changed this file, add tables to it with --into."""


def starter_text() -> str:
    """The template; its first line leads editors that know YAML schemas to the one of this installation."""
    data = files("mentoring") / "data"
    text = (data / TEMPLATE).read_text(encoding="utf-8")
    return f"# yaml-language-server: $schema={Path(str(data / SCHEMA)).as_uri()}\n{text}"


def write_starter(path: Path) -> None:
    """Write the first scenario.

    Raises:
        RefusedError: if there is such a file already; it stays as it is.
        UsageError: if the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x" leaves it to the system that no file is ever replaced, even one made a moment ago.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter_text())
    except FileExistsError:
        if path.parent.is_dir():
            raise RefusedError(f"{path.as_posix()} is there already and stays as it is: name another file") from None
        raise UsageError(f"{path.as_posix()}: cannot be written: {path.parent.as_posix()} is a file") from None
    except OSError as error:
        raise UsageError(f"{path.as_posix()}: cannot be written: {error.strerror or error}") from None
