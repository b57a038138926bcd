"""What calendars once held: whoever imported an event must be told when it is not theirs any more.

Read off the plan's own history, without making whole plans of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mentoring.domain.plan import Plan
from mentoring.files.revision import patched


@dataclass(slots=True)
class Seen:
    """Who ever had an event in their calendar, which of them as cities that took part and which as people who were
    sent; which travelled, and which items of its agenda ever had a time."""

    readers: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    travellers: set[str] = field(default_factory=set)
    items: set[int] = field(default_factory=set)


def look_back(plan: Plan) -> dict[str, Seen]:
    """By event of any earlier revision what was seen of it then."""
    found: dict[str, Seen] = {}
    if not plan.history:
        return found
    value: dict[str, Any] = plan.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, include={"events": True, "scenario": {"stages"}}
    )
    for patch in plan.history:
        scenario = patch.get("scenario")
        part = {key: scenario[key] for key in ("stages",) if isinstance(scenario, dict) and key in scenario}
        value = patched(value, {**{key: patch[key] for key in ("events",) if key in patch}, "scenario": part})
        _note(value, found)
    return found


def has_people(plan: Plan) -> bool:
    """Whether the plan sends anybody, or ever sent somebody who may still hold a calendar."""
    return bool(plan.scenario.people) or any(seen.people for seen in look_back(plan).values())


def _note(value: dict[str, Any], found: dict[str, Seen]) -> None:
    """A history mended by hand may hold anything: what is no event is passed over."""
    stages = _mapping(_mapping(value.get("scenario")).get("stages"))
    for event in map(_mapping, _listed(value.get("events"))):
        if not isinstance(event.get("id"), str) or event.get("status") == "cancelled":
            continue
        stage = _mapping(stages.get(str(event.get("stage"))))
        host = {name for name in (event.get("host"),) if isinstance(name, str)}
        people = {name for name in _listed(event.get("people")) if isinstance(name, str)}
        cities = {name for name in _listed(event.get("participants")) if isinstance(name, str)}
        readers = cities | host | people
        seen = found.setdefault(event["id"], Seen())
        seen.cities |= cities
        seen.people |= people
        seen.readers |= readers
        agenda = map(_mapping, _listed(stage.get("agenda")))
        seen.items |= {number for number, item in enumerate(agenda, start=1) if item.get("start")}
        if host and stage.get("hours") and stage.get("travel_days"):
            seen.travellers |= readers - host


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
