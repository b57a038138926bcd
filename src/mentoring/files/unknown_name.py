"""Names that a scenario file uses and nowhere says, told also where another part of it has a wrong form.

Read from the plain values, so that it needs no sound programme, city or stage. A name counts as said wherever the
file could mean to say it: also by an entry that is wrong in form, or under a section that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from mentoring.errors import Problem
from mentoring.files.mark import dotted
from mentoring.files.reference import KINDS, Reference, Steps, references
from mentoring.files.tree import Tree

if TYPE_CHECKING:
    from mentoring.domain.consistency import Finding
    from mentoring.domain.scenario import Scenario

_MOST = 200  # so many are told of one file

_SAYING = (*KINDS, "places")  # sections whose keys are names


def find_unknown_names(tree: Tree) -> list[Problem]:
    """Every use of a city, theme, stage or person that the file does not have, each at its place."""
    from mentoring.files.shape import keys_at

    value = tree.value
    if not isinstance(value, dict):
        return []
    unread = {kind for kind in _SAYING if not isinstance(value.get(kind, {}), dict)}
    elsewhere = {name for key in value.keys() - set(keys_at(())) for name in names_in(value[key])}
    found = islice(_find(value, _naming(value), unread, elsewhere), _MOST)
    return [_told(each, tree) for each in found]


def names_in(section: Any) -> set[str]:
    """The names that a section could mean to say, whatever its form: `{oslo: {}}`, `[oslo]`, `[{id: oslo}]`."""
    if isinstance(section, dict):
        return {str(key) for key in section}
    found: set[str] = set()
    for entry in section if isinstance(section, list) else ():
        parts = [*entry, *entry.values()] if isinstance(entry, dict) else [entry]
        found |= {part for part in parts if isinstance(part, str)}
    return found


def _told(finding: Finding, tree: Tree) -> Problem:
    mark = tree.mark.find(finding.path)
    place = mark.key_place if mark.holds_more else mark.place
    return Problem(dotted(finding.path), finding.message, finding.hint, place)


def _naming(value: dict[str, Any]) -> Scenario:
    """A scenario that has the names and nothing else, for whoever says that one is not among them."""
    from mentoring.domain.scenario import Scenario

    said: dict[str, Any] = {kind: dict.fromkeys(section) for kind, section in _sections(value)}
    return Scenario.model_construct(**said)


def _find(value: dict[str, Any], naming: Scenario, unread: set[str], elsewhere: set[str]) -> Iterator[Finding]:
    from mentoring.domain.consistency import name as unknown

    for use in references(value):
        if use.name in elsewhere or use.kind in unread:
            continue
        if _may_be_a_place(use):
            if "places" not in unread and not _is_in_table(use.name):
                yield from unknown.unknown_place(naming, use.name, use.at)
        elif use.kind == "cities":
            yield from unknown.unknown_city(naming, use.name, use.at)
        elif use.kind == "themes":
            yield from unknown.unknown_theme(naming, use.name, use.at)
        elif use.kind == "stages":
            yield from unknown.unknown_stage(naming, use.name, _where_stage(use))
        else:
            yield from unknown.unknown_person(naming, use.name, use.at)
    if "people" not in unread:
        roles = {role for _, person in _records(value, "people") for role in names_in(person.get("roles"))} | elsewhere
        for stage, record in _records(value, "stages"):
            for who in names_in(record.get("people")):
                yield from unknown.unknown_role(naming, who, roles, ("stages", stage, "people", who))


def _sections(value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each section that says names, empty where the file lacks it or it is no mapping."""
    for kind in _SAYING:
        yield kind, value[kind] if isinstance(value.get(kind), dict) else {}


def _records(value: dict[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, record) for name, record in dict(_sections(value))[kind].items() if isinstance(record, dict)]


def _where_stage(use: Reference) -> Steps:
    return (*use.at, "same_as") if use.at[-1] == "host" else use.at


def _may_be_a_place(use: Reference) -> bool:
    """Whether a place that is no city of the programme could stand there: a host, a home, or an end of a journey."""
    return use.kind == "cities" and (use.at[0] == "travel" or use.at[-1] in ("host", "home"))


def _is_in_table(name: str) -> bool:
    """Whether the packaged table has the place; two capital letters are a country, as in `no_rail: [MT]`."""
    from mentoring.files.gazetteer import find

    return (len(name) == 2 and name.isupper()) or find(name, near=False).place is not None
