"""The workbook by which a city tells when it cannot come, what it offers and what it needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mentoring.api import load
from mentoring.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario


def write_form(scenario: Scenario | Path | str, city: str, out: Path | str) -> Path:
    """Write the form of one city to a file that is not there yet: a city may have filled in the one that is.

    Raises:
        UsageError: when there is no such city, the name does not end in .xlsx, or the place cannot be written to.
        ScenarioError: when the scenario has problems.
        RefusedError: when there is such a file already.
    """
    from mentoring.api.known import find_city
    from mentoring.exports.form import form_bytes
    from mentoring.files.output import write_whole

    found = load(scenario).require() if isinstance(scenario, Path | str) else scenario
    city = find_city(found, city)
    path = Path(out)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path.as_posix()}: a form is a workbook: write {path.with_suffix('.xlsx').as_posix()}")
    content = form_bytes(found, city)
    if path.exists() and path.read_bytes() != content:
        raise RefusedError(f"{path.as_posix()} is there already, perhaps filled in, and stays as it is: name another")
    return write_whole(path, content, is_copy=True)
