"""Programmes whose free texts mean something to the program that reads them: a browser, a sheet, a terminal.

Each has a twin of the same shape with plain texts, to which what is written can be held.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentoring.domain.plan import GoalValue, Plan, Unserved, Unused
from mentoring.files.revision import follow
from tests.builders import plan_of, scenario

HOSTILE = {
    "html": "<img src=x onerror=alert(1)>",
    "script": "\"'></title></style></script><script>alert(1)</script>",
    "formula": '=HYPERLINK("http://x","click")',
    "plus": "+32 9 266 70 00",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "newline": "one\nBEGIN:VEVENT\r\ntwo",
    "right-to-left": "مدينة \u202egnirts\u2066x",
    "long": "Llanfair" * 10,
    "emoji": "🏛️ Αθήνα 日本",
    "path": "../../etc/passwd",
    "windows": "con:\\nul.|<>",
    "quotes": "\"a\", 'b'; c \\ d ^",
    "xml": "]]></node> & &amp; <!--",
    "control": "bell\x07 null\x00 escape\x1b[31m title\x1b]0;x\x07 more\x9b31m",
    "apostrophe": "'=1+1",
    "sheet": "[Ghent]:*?/\\'",
    "markup": "[bold]x[/bold] {{7*7}} {% raw %}",
    "markdown": "[x](javascript:alert(1)) | # * _a_ `b`",
}
"""One of each kind."""

EVERYTHING = " ".join(HOSTILE.values())
PLAIN = {kind: f"Town {number}" for number, kind in enumerate(HOSTILE)}
MADE = "2024-01-02T09:00:00Z"


def data(names: Mapping[str, str], note: str, mail: str = "&|`$={}") -> dict[str, Any]:
    """A programme as a file says it: cities by id with these names, every other free text the note; `mail` begins
    every mail address.

    The first half of the cities mentors the second, who lie on a ring around them.
    """
    halves = len(names) // 2
    cities = {}
    for number, (place, name) in enumerate(names.items()):
        days = {"why": note, "doubt": note}
        has = {"offers": {"housing": {"mentees": 2}}} if number < halves else {"needs": {"housing": {"mentors": 1}}}
        cities[place] = {
            "name": name, "country": ("BE", "NO", "IT")[number % 3], "latitude": 44.0 + number % halves,
            "longitude": 2.0 + number, "languages": ["en"], "region_type": note, "represented_by": note, "doubt": note,
            "contact": {"name": note, "email": f"{mail}{place}@example.org", "phone": note},
            "unavailable": [{"first": "2024-03-18", "last": "2024-03-19", **days}],
            "if_needed": [{"first": "2024-03-20", "last": "2024-03-20", **days}],
            "wishes": [{"first": "2024-01-08", "last": "2024-01-12", **days}], **has,
        }  # fmt: skip
    first, second = list(names)[:: max(1, halves)][:2]
    item = {"start": "10:00", "end": "11:00", "title": note}
    return {
        "format": 1,
        "programme": {
            "id": "hostile", "title": note, "first": "2024-01-01", "last": "2024-03-29", "public_holidays": "none",
            "closed": [{"first": "2024-02-12", "last": "2024-02-13", "why": note}],
            "coordinator": {"name": note, "email": "office@example.org", "phone": note},
            "words": dict.fromkeys(("mentor", "mentee", "theme", "pairing"), note),
        },
        "themes": {"housing": {"title": note, "doubt": note}},
        "cities": cities,
        "people": {"anna": {"name": note, "home": first, "roles": ["guide"], "email": "anna@example.org",
                            "unavailable": [{"first": "2024-03-21", "last": "2024-03-21", "why": note}]}},
        "places": {"castle": {"name": note, "country": "BE", "latitude": 50.0, "longitude": 4.0,
                              "time_zone": "Europe/Brussels"}},
        "countries": {"NO": {"unavailable": [{"first": "2024-03-22", "last": "2024-03-22", "why": note}]}},
        "stages": {
            "kick-off": {"title": note, "gathers": "all", "host": "castle", "venue": note, "link": "https://x.org/\"'<",
                         "hours": {"start": "09:00", "end": "17:00"}, "agenda": [item | {"day": 1}],
                         "between": {"first": "2024-01-01", "last": "2024-01-05", "why": note}},
            "visit": {"title": note, "gathers": "pairing", "host": "mentee", "venue": note, "link": note,
                      "days": 2, "people": {"guide": 1}, "agenda": [item | {"day": 1}, {"day": 2, "title": note}]},
            "call": {"title": note, "gathers": "theme", "host": "none", "link": "javascript:alert(1)"},
        },
        "travel": {"rates": {"name": note, "source": note, "bands": [{"from_km": 0, "eur": 90}], "to_km": 9000},
                   "co2": {"name": note, "source": note, "rail_g": 30, "flight_g": 200}},
        "goals": {"pairing": ["needs", "fit", "travel_km"], "dates": ["wishes", "early"]},
        "pins": {"agreed": {"pairing": f"{first} > {second} in housing", "why": note, "doubt": note}},
    }  # fmt: skip


def plans(names: Mapping[str, str], note: str, mail: str = "&|`$={}") -> tuple[Plan, Plan]:
    """A plan and the one after it, in which a visit has moved, one is cancelled, and one need has lost its mentor."""
    of = scenario(**data(names, note, mail))
    halves = len(names) // 2
    mentors, mentees = list(names)[:halves], list(names)[halves:]
    pairs = list(zip(mentors, mentees, strict=True))

    def made(held: list[tuple[str, str]], shift: int, **more: Any) -> Plan:
        events: dict[str, Any] = {"kick-off": "2024-01-02", "call/housing": "2024-03-04"}
        for number, (mentor, mentee) in enumerate(held):
            day = 8 + 7 * (number % 3) + (shift if number == 0 else 0)
            events[f"visit/{mentor}/{mentee}/housing"] = (f"2024-01-{day:02}", ..., ("anna",) if number == 0 else ())
        pairings = [f"{mentor} > {mentee} in housing" for mentor, mentee in held]
        goal = GoalValue(goal="needs", part="pairing", value=len(pairs) - len(held), bound=0, gap=0.0, unit="priority",
                         direction="least", note=note)  # fmt: skip
        return plan_of(of, pairings, events, goals=(goal,), run={"made_at": MADE}, why=note, **more)

    one = follow(made(pairs, 0), None, {})
    unserved = Unserved(city=pairs[-1][1], theme="housing", missing=1, priority=3, reason=note)
    unused = Unused(city=pairs[-1][0], theme="housing", free=2, reason=note)
    two = follow(made(pairs[:-1], 1, unserved=(unserved,), unused=(unused,)), one, {}, why=note)
    return one, two


NAMES = {f"city-{kind}": name for kind, name in HOSTILE.items()}
"""Every city has a hostile name of its own."""

TWINS = {f"city-{kind}": name for kind, name in PLAIN.items()}

UNREAD = ("control", "right-to-left")
"""Scenario files may not hold these; plans that other programs wrote may, as JSON can hide them."""

READ = " ".join(text for kind, text in HOSTILE.items() if kind not in UNREAD)

FEW = {place: f"{place} {READ}" for place in ("ghent", "oslo", "riga", "turin")}
"""So few that they are planned in no time; every name holds all that a scenario file may hold."""
