"""Every place in a scenario file that names a city, person, theme or stage, on plain values as written.

Values of a wrong kind are passed over: telling them is the reading's task.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from mentoring.domain.pairing import Pairing, parse_pairing

Kind = Literal["cities", "people", "themes", "stages"]
KINDS: tuple[Kind, ...] = ("cities", "people", "themes", "stages")
Steps = tuple[str | int, ...]

HOST_WORDS = frozenset({"mentor", "mentee", "participant", "none", "each"})


class Reference(NamedTuple):
    """`steps` leads to what goes when the named thing goes; None: it cannot go, as a stage needs its host."""

    kind: Kind
    name: str
    steps: Steps | None
    at: Steps  # where the name stands


def references(scenario: Any) -> Iterator[Reference]:
    """Everything that names something else, in the order of the file's sections."""
    yield from _cities(scenario)
    yield from _people(scenario)
    yield from _stages(scenario)
    yield from _travel(scenario)
    for position, entry in enumerate(_list(scenario, "pairs")):
        yield from _pairing(_text(entry, "pairing"), ("pairs", position))
    for name, pin in _mapping(scenario, "pins").items():
        yield from _pin(scenario, pin, ("pins", name))


def event_parts(scenario: Any, event: str) -> Iterator[tuple[Kind, str]]:
    """What an event id names: its stage and, depending on what the stage gathers, cities and a theme."""
    stage, *rest = event.split("/")
    yield "stages", stage
    gathers = _text(_mapping(scenario, "stages").get(stage), "gathers")
    if gathers in ("pairing", "mentee", "mentor", "theme") and rest:
        yield from (("cities", city) for city in rest[:-1])
        yield "themes", rest[-1]


def _cities(scenario: Any) -> Iterator[Reference]:
    for city, record in _mapping(scenario, "cities").items():
        for side in ("offers", "needs"):
            for theme, terms in _mapping(record, side).items():
                at: Steps = ("cities", city, side, theme)
                yield Reference("themes", theme, at, at)
                for likes in ("prefers", "refuses"):
                    for position, other in enumerate(_list(terms, likes)):
                        if isinstance(other, str):
                            yield Reference("cities", other, (*at, likes, position), (*at, likes, position))


def _people(scenario: Any) -> Iterator[Reference]:
    for person, record in _mapping(scenario, "people").items():
        home = _text(record, "home")
        if home is not None:
            at: Steps = ("people", person, "home")
            yield Reference("cities", home, at, at)


def _stages(scenario: Any) -> Iterator[Reference]:
    persons = _mapping(scenario, "people")
    for name, stage in _mapping(scenario, "stages").items():
        at: Steps = ("stages", name)
        for key, kind in (("gathers", "cities"), ("themes", "themes")):
            for position, entry in enumerate(_list(stage, key)):
                if isinstance(entry, str):
                    yield Reference(kind, entry, (*at, key, position), (*at, key, position))  # type: ignore[arg-type]
        for earlier in _mapping(stage, "after"):
            yield Reference("stages", earlier, (*at, "after", earlier), (*at, "after", earlier))
        sent = stage.get("people") if isinstance(stage, dict) else None
        wanted = sent.items() if isinstance(sent, dict) else enumerate(_list(stage, "people"))
        for step, entry in wanted:
            who = step if isinstance(step, str) else entry
            if isinstance(who, str) and who in persons:
                yield Reference("people", who, (*at, "people", step), (*at, "people", step))
        host = stage.get("host") if isinstance(stage, dict) else None
        if isinstance(host, str) and host not in HOST_WORDS:
            yield Reference("cities", host, None, (*at, "host"))
        same_as = _text(host, "same_as")
        if same_as is not None:
            yield Reference("stages", same_as, None, (*at, "host"))


def _travel(scenario: Any) -> Iterator[Reference]:
    travel = _mapping(scenario, "travel")
    days = travel.get("days")
    for way, table in ((("travel", "days", "between"), _mapping(days, "between")),
                       (("travel", "modes"), _mapping(travel, "modes"))):  # fmt: skip
        for one, others in table.items():
            yield Reference("cities", one, (*way, one), (*way, one))
            for two in others if isinstance(others, dict) else ():
                yield Reference("cities", two, (*way, one, two), (*way, one, two))
    for position, place in enumerate(_list(travel, "no_rail")):
        if isinstance(place, str):
            at: Steps = ("travel", "no_rail", position)
            yield Reference("cities", place, at, at)


def _pairing(text: str | None, steps: Steps, at: Steps | None = None) -> Iterator[Reference]:
    if text is None:
        return
    try:
        pairing: Pairing = parse_pairing(text)
    except ValueError:
        return
    for kind, name in (("cities", pairing.mentor), ("cities", pairing.mentee), ("themes", pairing.theme)):
        yield Reference(kind, name, steps, at or (*steps, "pairing"))  # type: ignore[arg-type]


def _pin(scenario: Any, pin: Any, steps: Steps) -> Iterator[Reference]:
    """A pin goes as a whole when anything it names goes."""
    negated = isinstance(pin, dict) and "not" in pin
    body = pin["not"] if negated else pin
    at = (*steps, "not") if negated else steps
    yield from _pairing(_text(body, "pairing"), steps, (*at, "pairing"))
    events = [(_text(body, "event"), (*at, "event"))]
    events += [
        (event if isinstance(event, str) else None, (*at, "same_days", position))
        for position, event in enumerate(_list(body, "same_days"))
    ]
    for event, there in events:
        for kind, name in event_parts(scenario, event) if event else ():
            yield Reference(kind, name, steps, there)
    host = _text(body, "host")
    if host is not None:
        yield Reference("cities", host, steps, (*at, "host"))
    for position, person in enumerate(_list(body, "people")):
        if isinstance(person, str):
            yield Reference("people", person, steps, (*at, "people", position))


def _mapping(value: Any, key: str) -> dict[str, Any]:
    below = value.get(key) if isinstance(value, dict) else None
    return below if isinstance(below, dict) else {}


def _list(value: Any, key: str) -> list[Any]:
    below = value.get(key) if isinstance(value, dict) else None
    return below if isinstance(below, list) else []


def _text(value: Any, key: str) -> str | None:
    below = value.get(key) if isinstance(value, dict) else None
    return below if isinstance(below, str) else None
