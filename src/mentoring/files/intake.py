"""Tables, polls and calendars of cities into one scenario, or into a what-if on one: all of it, or nothing.

What is read goes through the same checks as a scenario file, so every problem is told at once with the cell it is in.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mentoring.errors import Problem, RefusedError, ScenarioError, UsageError
from mentoring.files import patch
from mentoring.files.busy import CalendarRules, is_calendar, read_calendar, say_source
from mentoring.files.chain import read_chain
from mentoring.files.draft import Draft, told_by_cell
from mentoring.files.grid import Grid, read_grids
from mentoring.files.known import drop_known
from mentoring.files.mark import Mark
from mentoring.files.output import write_whole
from mentoring.files.poll import find_poll, is_table_of_days, read_poll
from mentoring.files.returned_form import check_form
from mentoring.files.scenario import Loaded, complete, load_scenario
from mentoring.files.scenario_text import is_untouched, scenario_text
from mentoring.files.starter import FIRST_STAGES, FIRST_STAGES_COMMENT
from mentoring.files.stray import say_strays
from mentoring.files.table import COLUMNS, Table, find_table, lacks_heads
from mentoring.files.table_row import read_table
from mentoring.files.text import read_bytes
from mentoring.files.who import Directory, Who, add_drafted, directory_of

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario

NOT_READ = frozenset({"instructions", "about", "lists"})
"""Sheets of our own forms that hold no data."""

_FIRST = ("programme", "themes", "cities", "people")
_DAYS = ("unavailable", "if_needed", "wishes")
_PLAIN = "Europe/Brussels"  # the default of `programme.time_zone`


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read: the text of the scenario file, the scenario as it will be, and what to know about it.

    `counts` tells how many entries of each kind came, `notes` what was read and left out.
    """

    text: str
    loaded: Loaded
    counts: dict[str, int]
    notes: tuple[str, ...]


def take_in(
    sources: Sequence[str],
    out: Path | str,
    into: Path | str | None = None,
    *,
    calendars: CalendarRules | None = None,
    school: bool = False,
) -> Intake:
    """Everything that the files say, as a scenario that would stand in `out`; nothing is written.

    `into` is a scenario that the files add to: the result is then a what-if based on it. Without it the tables are the
    whole scenario. A source may be a file, or CITY=FILE or CITY=URL for a calendar. `school` adds school holidays.

    Raises:
        UsageError: when a file is missing, or a calendar does not say whose it is.
        ScenarioError: with every problem of every file, each with its cell or line.
    """
    rules = calendars or CalendarRules()
    base = load_scenario(into).require() if into is not None else None
    draft = Draft(", ".join(map(say_source, sources)) or "school holidays")
    who = directory_of(base) if base else Directory()
    zone = ZoneInfo(base.programme.time_zone if base else _PLAIN)
    waiting: list[Callable[[], None]] = []
    tables: list[Table] = []
    for source in sources:
        if is_calendar(source):
            waiting.append(_calendar_reader(source, rules, draft, who, base))
            continue
        named, _, table = source.partition("=")
        if table and not Path(source).exists() and Path(table).exists():
            raise UsageError(
                f"{source}: only a calendar (.ics) is given as {named}=FILE: name the table alone, {table}"
            )
        grids, problems = read_grids(Path(source))
        draft.problems += problems
        begun = len(tables)
        for grid in grids:
            _sort_grid(grid, zone, draft, who, tables, waiting)
        check_form(grids, tables[begun:], draft, who)
    _read_all(tables, waiting, draft, who)
    if base is None:
        _complete_themes(draft)
    if school and not draft.problems:
        from mentoring.files.school import add_school

        add_school(draft, base or _reading(draft, out, None)[1].require())
    if base is not None:
        drop_known(draft, base)
    return _finish(draft, sources, out, into)


def write_intake(found: Intake, out: Path | str) -> Path:
    """Write the scenario file, whole or not at all.

    Raises:
        RefusedError: when a file there was not written by this, or somebody has changed it since.
        UsageError: when the place cannot be written to.
    """
    path = Path(out)
    if path.exists():
        there = read_bytes(path).decode("utf-8", "replace")
        if there.strip() and not is_untouched(there):
            raise RefusedError(f"{path.as_posix()} holds what somebody wrote by hand and stays as it is: name another")
    return write_whole(path, found.text)


def _finish(draft: Draft, sources: Sequence[str], out: Path | str, into: Path | str | None) -> Intake:
    value, loaded = _reading(draft, out, into)
    told = [*draft.problems, *(one for one in loaded.problems if not one.warning)]
    if told:
        raise ScenarioError(told_by_cell(told))
    notes = [*draft.notes, *say_strays(draft.value, draft.mark, loaded.require().programme)]
    names = [say_source(source) for source in sources] or ["school holidays"]
    comments = {}
    if into is None:
        comments["stages"] = FIRST_STAGES_COMMENT
        notes.append("how cities meet stands in no table: a visit of every mentor is in `stages`, for you to change")
    text = scenario_text(value, names, comments)
    return Intake(text, loaded, _counts(draft.value), tuple(dict.fromkeys(notes)))


def _reading(draft: Draft, out: Path | str, into: Path | str | None) -> tuple[dict[str, Any], Loaded]:
    """The values of the file to write, and what reading it would give."""
    tree = draft.tree()
    if into is None:
        _without_plus(tree.value, tree.mark)
        tree.value = {"format": 1, **tree.value, "stages": deepcopy(FIRST_STAGES)}
        if tree.mark.keys is not None:
            tree.mark.keys |= {key: Mark(draft.name, 0, 0) for key in ("format", "stages")}
        value = deepcopy(tree.value)
        if not value.get("cities"):
            return value, Loaded(None, tuple(_no_cities(draft)))
        return value, complete(tree)
    value = {"based_on": _relative(into, out), **deepcopy(tree.value)}
    chain = read_chain(into)
    before = list(chain.problems)
    step = patch.apply(chain, tree)
    step.tree.problems = before + step.tree.problems
    step.tree.value.pop("based_on", None)
    return value, complete(step.tree)


def _no_cities(draft: Draft) -> list[Problem]:
    if draft.problems:
        return []
    hint = "add tables `programme` (key, value) and `cities`, or name the scenario they add to with --into"
    return [Problem("", f"{draft.name}: these tables are no whole programme: no city is in them", hint)]


def _relative(into: Path | str, out: Path | str) -> str:
    """The base as seen from the file to write; its whole path when both lie on different disks."""
    try:
        return Path(os.path.relpath(Path(into).resolve(), Path(out).resolve().parent)).as_posix()
    except ValueError:
        return Path(into).resolve().as_posix()


def _sort_grid(
    grid: Grid, zone: ZoneInfo, draft: Draft, who: Directory, tables: list[Table], waiting: list[Callable[[], None]]
) -> None:
    if grid.sheet.casefold() in NOT_READ:
        return
    table = find_table(grid, draft)
    if table is not None:
        tables.append(table)
        return
    if lacks_heads(grid, draft):
        return
    poll = find_poll(grid, zone, draft)
    if poll is not None and is_table_of_days(poll, draft, who):
        return
    if poll is not None:
        waiting.append(lambda: read_poll(poll, draft, who))
        return
    hint = f"a table has heads such as city, first, last; a poll has days as 2027-03-01. Known: {', '.join(COLUMNS)}"
    draft.problem("no table and no poll was found here", hint, grid.rows[0].cell(0).place)


def _read_all(tables: list[Table], waiting: list[Callable[[], None]], draft: Draft, who: Directory) -> None:
    """Tables that bring cities and people first, so that others can name them."""
    order = {kind: number for number, kind in enumerate(_FIRST)}
    for table in sorted(tables, key=lambda one: order.get(one.kind, len(order))):
        if table.kind not in order:
            add_drafted(who, draft.value)
        read_table(table, draft, who)
    add_drafted(who, draft.value)
    for read in waiting:
        read()


def _calendar_reader(
    source: str, rules: CalendarRules, draft: Draft, who: Directory, base: Scenario | None
) -> Callable[[], None]:
    """Reads a calendar once everybody is known."""

    def read() -> None:
        named, _, target = source.partition("=")
        if not target or "://" in named:
            named, target = ("" if "://" in source else Path(source).stem), source
        if not who.ids:
            raise UsageError(f"{say_source(source)}: a calendar is of a city of a programme: name its file with --into")
        found = who.find(named) if named else "a URL does not say whose calendar it is"
        if not isinstance(found, Who):
            raise UsageError(f"{say_source(source)}: {found}; write CITY={'URL' if '://' in source else 'FILE'}")
        read_calendar(target, found, rules, draft, base)

    return read


def _complete_themes(draft: Draft) -> None:
    """Without a table of themes every theme that is offered or needed is one."""
    if "themes" in draft.value:
        return
    for city in draft.value.get("cities", {}):
        for side in ("offers", "needs"):
            mark = draft.mark.find(("cities", city, side))
            for theme in draft.value["cities"][city].get(side, {}):
                draft.ensure(("themes", theme), (mark.child(theme) or mark).place)


def _without_plus(value: Any, mark: Any) -> None:
    for kind in ("cities", "people"):
        for one, record in value.get(kind, {}).items():
            for days in _DAYS:
                if f"{days}+" in record:
                    record[days] = record.pop(f"{days}+")
                    keys = mark.find((kind, one)).keys
                    if keys is not None:
                        keys[days] = keys.pop(f"{days}+")


def _counts(value: dict[str, Any]) -> dict[str, int]:
    """How many entries of each kind are in the values."""
    records = [*value.get("cities", {}).values(), *value.get("people", {}).values()]
    found = {"cities": len(value.get("cities", {})), "people": len(value.get("people", {}))}
    for side in ("offers", "needs"):
        found[side] = sum(len(record.get(side, {})) for record in records)
    for days in _DAYS:
        found[days] = sum(len(record.get(f"{days}+", ())) for record in records)
    return {kind: number for kind, number in found.items() if number}
