"""Taking a city, person, theme or stage out of a scenario, with everything that names it.

Used by what-ifs (the file says what to remove, and is told what went with it) and by the reading, which sets
aside what is broken so that the rest can still be checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mentoring.files.mark import Mark, dotted
from mentoring.files.reference import Kind, Reference, Steps, references


@dataclass(slots=True)
class Removal:
    """What removing one thing did: `gone` went with it (dotted keys), `stranded` stages lost their host."""

    kind: Kind
    name: str
    gone: list[str] = field(default_factory=list)
    stranded: list[Reference] = field(default_factory=list)


def remove(scenario: Any, mark: Mark, kind: Kind, name: str) -> Removal:
    """Takes one thing and all that names it out of plain values and their marks, in place.

    A stage that is left without any of its own cities or themes goes too. A person keeps the home: a removed
    city stays behind as a place. Stages that lose their host stay as they are and are reported as stranded.
    """
    done = Removal(kind, name)
    waiting: list[tuple[Kind, str]] = [(kind, name)]
    while waiting:
        what, who = waiting.pop()
        found = [each for each in references(scenario) if (each.kind, each.name) == (what, who)]
        if any(each.at[0] == "people" and each.at[-1] == "home" for each in found):
            _keep_as_place(scenario, mark, who)
            found = [each for each in found if each.at[-1] != "home"]
            done.gone.append(f"{what}.{who} (stays behind as a place, being somebody's home)")
        done.stranded += [each for each in found if each.steps is None]
        ways = {each.steps for each in found if each.steps is not None}
        drop(scenario, mark, (what, who))
        for way in sorted(ways, key=_later_first, reverse=True):
            if drop(scenario, mark, way):
                done.gone.append(_say(way, who))
        for stage in emptied(scenario, ways):
            done.gone.append(f"stages.{stage} (nothing is left that it gathers)")
            waiting.append(("stages", stage))
    stages = scenario.get("stages")
    done.stranded = [each for each in done.stranded if isinstance(stages, dict) and each.at[1] in stages]
    done.gone = sorted(set(done.gone))
    return done


def drop(scenario: Any, mark: Mark, steps: Iterable[str | int]) -> bool:
    """Takes one key or list entry out of values and marks; False if it is not there."""
    *way, last = steps
    value: Any = scenario
    for step in way:
        below = mark.child(step)
        if below is None:
            return False
        value, mark = value[step], below
    if mark.child(last) is None:
        return False
    del value[last]
    if mark.keys is not None and isinstance(last, str):
        del mark.keys[last]
    elif mark.entries is not None and isinstance(last, int):
        del mark.entries[last]
    return True


def rename(scenario: Any, mark: Mark, steps: Steps, key: str) -> bool:
    """Gives a key another name; False if it is not there or the other name is taken."""
    *way, old = steps
    value: Any = scenario
    for step in way:
        below = mark.child(step)
        if below is None:
            return False
        value, mark = value[step], below
    if mark.keys is None or old not in mark.keys or key in mark.keys:
        return False
    value[key], mark.keys[key] = value.pop(old), mark.keys.pop(str(old))
    return True


def _later_first(way: Steps) -> tuple[tuple[str, int], ...]:
    """Orders entries of one list so that they can be taken out from its end, and positions stay true."""
    return tuple((step, 0) if isinstance(step, str) else ("", step) for step in way)


def _say(way: Steps, who: str) -> str:
    """A dotted key; for an entry of a list the list's key with the name, as positions shift."""
    return f"{dotted(way[:-1])} ({who})" if isinstance(way[-1], int) else dotted(way)


def emptied(scenario: Any, ways: set[Steps]) -> list[str]:
    """Stages whose list of cities or themes has just lost its last entry (an empty list would mean `all`)."""
    found = set()
    for way in ways:
        if len(way) == 4 and way[0] == "stages" and way[2] in ("gathers", "themes"):
            stage = scenario.get("stages", {}).get(way[1])
            if isinstance(stage, dict) and stage.get(way[2]) == []:
                found.add(str(way[1]))
    return sorted(found)


def _keep_as_place(scenario: Any, mark: Mark, city: str) -> None:
    """Copies where a city lies into `places`, unless a place of that id is there already."""
    record, its_mark = scenario["cities"].get(city), mark.find(("cities", city))
    places = scenario.setdefault("places", {})
    if mark.keys is None or not isinstance(record, dict) or not isinstance(places, dict) or city in places:
        return
    kept = [key for key in ("name", "country", "region", "latitude", "longitude", "time_zone") if key in record]
    places[city] = {key: record[key] for key in kept}
    place_mark = Mark(its_mark.file, its_mark.line, its_mark.column, {}, None, its_mark.key_line, its_mark.key_column)
    place_mark.keys = {key: its_mark.find((key,)) for key in kept}
    around = mark.keys.setdefault("places", Mark(its_mark.file, its_mark.line, its_mark.column, {}))
    if around.keys is not None:
        around.keys[city] = place_mark
