"""Changes written as a what-if file, which `mentoring plan` takes like any scenario."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mentoring.errors import RefusedError
from mentoring.files.output import check_writable, write_whole


def check_new(path: Path | str) -> None:
    """Whether a new file can be made there.

    Raises RefusedError if there is one already, UsageError if the place cannot be written to.
    """
    if Path(path).exists():
        raise RefusedError(f"{Path(path).as_posix()} is there already and stays as it is: name another file")
    check_writable(path)


def write_what_if(path: Path | str, base: Path | str, changes: Mapping[str, Any], title: str) -> Path:
    """Write the changes to the scenario file `base` as a what-if, which begins with the title as a comment.

    Raises as `check_new`.
    """
    check_new(path)
    return write_whole(path, what_if_text(_seen_from(Path(path), Path(base)), changes, title))


def what_if_text(based_on: str, changes: Mapping[str, Any], title: str) -> str:
    """The content of the file, with a line end at its end."""
    import yaml

    said = " ".join(title.split())
    told = yaml.safe_dump({"based_on": based_on, **changes}, sort_keys=False, allow_unicode=True, width=110)
    return f"# {said[:1].upper()}{said[1:]}\n{told}"


def _seen_from(path: Path, base: Path) -> str:
    """The base as a what-if beside it names it; whole where the two are on different disks."""
    try:
        return Path(os.path.relpath(base.resolve(), path.resolve().parent)).as_posix()
    except ValueError:
        return base.resolve().as_posix()
