"""Tables, polls and calendars of cities become a scenario, or a what-if on one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mentoring.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from mentoring.files.busy import DaysKind
    from mentoring.files.intake import Intake


def import_tables(
    sources: Sequence[Path | str],
    out: Path | str,
    *,
    into: Path | str | None = None,
    school: bool = False,
    fetch: bool = False,
    busy_as: DaysKind = "unavailable",
    min_hours: float = 4,
) -> Intake:
    """Read tables (xlsx, csv), polls and calendars (ics) and write the scenario that they make: all of it, or nothing.

    With `into` they add to that scenario, and `out` becomes a what-if based on it. A calendar is that of the city its
    file is named after, or is given as CITY=FILE (or CITY=URL, with `fetch`); its days become `busy_as`, and a day of
    timed meetings counts from `min_hours` on. `school` adds the school holidays that are known.

    Raises:
        UsageError: when a file is missing, or nothing is given to read.
        ScenarioError: with every problem of every file, each with its cell or line; nothing is written then.
        RefusedError: when `out` holds what somebody wrote by hand, or what was imported from files not read now.
    """
    from mentoring.files.busy import CalendarRules
    from mentoring.files.intake import take_in, write_intake

    if not sources and not school:
        raise UsageError("there is nothing to read: name a file, as in availability.xlsx")
    if into is not None and Path(into).resolve() == Path(out).resolve():
        raise UsageError(f"{Path(out).as_posix()} is the scenario that is added to: name another file to write")
    rules = CalendarRules(busy_as, min_hours, fetch)
    found = take_in([str(source) for source in sources], out, into, calendars=rules, school=school)
    _check_earlier(found, sources, Path(out))
    write_intake(found, out)
    return found


def _check_earlier(found: Intake, sources: Sequence[Path | str], out: Path) -> None:
    """Raises RefusedError when the file holds an earlier import of other files, which would be lost with it."""
    from mentoring.files.scenario_text import read_sources
    from mentoring.files.text import read_bytes
    from mentoring.views.next_step import quoted
    from mentoring.views.wording import joined

    there = read_sources(read_bytes(out).decode("utf-8", "replace")) if out.exists() else []
    lost = [one for one in there if one not in read_sources(found.text)]
    if lost:
        given = " ".join(quoted(str(source)) for source in sources) or "--school"
        name, beside = out.as_posix(), out.with_stem(f"{out.stem}-more").as_posix()
        said = f"{name} holds what was imported from {joined(lost)}, which would be lost; it stays as it is"
        raise RefusedError(
            f"{said}. To add to it: "
            f"mentoring import {given} --into {quoted(name)} -o {quoted(beside)}. To make it anew, name its files too"
        )
