"""A scenario with some things different, without any file: what a what-if file says, said by the program.

Whatever the scenario knew of places, holidays and rates stays known: only what is new is looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any

from mentoring.domain.memory import rest_collector
from mentoring.errors import Problem
from mentoring.files import patch
from mentoring.files.mark import Mark
from mentoring.files.scenario import Loaded, complete
from mentoring.files.tree import Tree

if TYPE_CHECKING:
    from mentoring.domain.scenario import Resolution, Scenario

BASE = "the scenario"
"""What messages call a scenario whose file is not known."""


@rest_collector()
def vary(
    scenario: Scenario,
    changes: Mapping[str, Any],
    name: str = "the change",
    positions: Mapping[str, str] | None = None,
    mark: Mark | None = None,
) -> Loaded:
    """The scenario with the changes applied as those of a what-if file are, checked like a file.

    Mappings merge, None removes (a city with everything that names it), a key that ends in `+` appends to a list.
    `name` is what messages call the changes; `positions` (as in a plan: file:line:column by dotted key) say where the
    values of the scenario stand, `mark` where those of the changes do.
    """
    value = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"resolution"})
    base = Tree(BASE, value, _mark(value, BASE, positions or {}))
    given = _plain(changes)
    found = Tree(name, given, deepcopy(mark) if mark is not None else _mark(given, name, {}))
    problems = patch.without_nulls(base.value, base.mark)
    step = patch.apply(base, found)
    problems += step.tree.problems + patch.stranded_stages(step.tree, step.removed)
    problems += patch.without_nulls(step.tree.value, step.tree.mark)
    if "based_on" in step.tree.value:
        del step.tree.value["based_on"]
        problems.append(Problem("based_on", "changes are based on the scenario itself", "delete it"))
    step.tree.problems = problems
    loaded = complete(step.tree)
    if loaded.scenario is None:
        return loaded
    kept = _kept(scenario, loaded.scenario)
    varied = loaded.scenario.model_copy(update={"resolution": kept})
    return Loaded(varied, loaded.problems, loaded.mark)


def _kept(before: Scenario, after: Scenario) -> Resolution:
    """What was filled in before stays, where what it was filled in for has not changed."""
    old, new = before.resolution, after.resolution
    days = dict(new.holidays)
    if before.programme.public_holidays == after.programme.public_holidays:
        for place, known in old.holidays.items():
            if place in days and _where(before, place) == _where(after, place):
                inside = {day: said for day, said in known.items() if day in after.span}
                days[place] = inside | {day: said for day, said in days[place].items() if day not in before.span}
    filled: dict[str, Any] = {"holidays": days, "rates": new.rates, "co2": new.co2, "no_rail": new.no_rail}
    filled["places"] = {place: old.places.get(place, site) for place, site in new.places.items()}
    if before.travel == after.travel:
        filled |= {"rates": old.rates, "co2": old.co2}
        if {place: _where(before, place) for place in _places(before)} == {
            place: _where(after, place) for place in _places(after)
        }:
            filled["no_rail"] = old.no_rail
    filled["sources"] = {**new.sources, **{what: said for what, said in old.sources.items() if what in new.sources}}
    return old.model_copy(update=filled)


def _places(scenario: Scenario) -> set[str]:
    return {*scenario.cities, *scenario.places, *scenario.resolution.places}


def _where(scenario: Scenario, place: str) -> tuple[object, ...] | None:
    if place not in _places(scenario):
        return None
    site = scenario.site(place)
    return site.country, site.region, site.latitude, site.longitude


def _plain(value: Any) -> Any:
    """Values as a file has them: days as text, sequences as lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(below) for below in value]
    return value.isoformat() if isinstance(value, date) else value


def _mark(value: Any, file: str, positions: Mapping[str, str]) -> Mark:
    """Marks for values that stand in no file of this run, with their places where those are known."""
    return _mark_below(value, Mark(file, 0, 0), positions, "")


def _mark_below(value: Any, around: Mark, positions: Mapping[str, str], way: str) -> Mark:
    """What a file says more shortly than it is kept has no place of its own: it stands where what is around it does."""
    place, _, column = positions.get(way, "").rpartition(":")
    where, _, line = place.rpartition(":")
    is_known = line.isdigit() and column.isdigit()
    mark = Mark(where, int(line), int(column)) if is_known else Mark(around.file, around.line, around.column)
    before = f"{way}." if way else ""
    if isinstance(value, dict):
        mark.keys = {key: _mark_below(below, mark, positions, f"{before}{key}") for key, below in value.items()}
    elif isinstance(value, list):
        mark.entries = [_mark_below(below, mark, positions, f"{before}{n}") for n, below in enumerate(value)]
    return mark
