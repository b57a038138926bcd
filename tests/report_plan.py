"""Plans to draw: a small one that has everything, one whose names are hostile, one as large as the page must bear."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mentoring.domain.plan import Plan
from tests.builders import plan_of, scenario

HOSTILE = {
    "markup": "<img src=x onerror=alert(1)>",
    "quote": "\"><script>alert('x')</script>",
    "formula": '=HYPERLINK("http://example.org")',
    "lines": "Two\nLines",
    "turned": "Tel \u202eAviv\u202c תל אביב",
    "long": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and the Isle of Anglesey",
    "emoji": "Zürich 🏔️",
    "path": "../../etc/passwd",
}
"""City ids with names that would break a page that took them for anything but text."""


def crowd(cities: int, events: int) -> Plan:
    """So many cities and visits, spread evenly over a programme of 40 weeks and six themes."""
    themes = [f"theme-{number}" for number in range(6)]
    names = [f"city-{number}" for number in range(cities)]
    made: dict[str, Any] = {}
    for place, name in enumerate(names):
        made[name] = {
            "name": f"Town {place}", "country": "DE", "latitude": 38.0 + place * 7 % 24,
            "longitude": -8.0 + place * 11 % 36,
            "offers": {theme: {"mentees": 9} for theme in themes}, "needs": {theme: {"mentors": 9} for theme in themes},
            "unavailable": [{"first": "2024-07-01", "last": "2024-07-14", "why": "summer"}],
        }  # fmt: skip
    of = scenario(
        programme={"id": "crowd", "first": "2024-01-08", "last": "2024-10-11", "public_holidays": "none"},
        themes={theme: {"title": theme.capitalize()} for theme in themes}, cities=made,
        stages={"visit": {"gathers": "pairing", "host": "mentee", "days": 3}},
    )  # fmt: skip
    pairs = [(number % cities, (number % cities + 1 + number // cities) % cities, themes[number % 6])
             for number in range(events)]  # fmt: skip
    pairings = [f"{names[one]} > {names[two]} in {theme}" for one, two, theme in pairs]
    weeks = {
        f"visit/{names[one]}/{names[two]}/{theme}": date(2024, 1, 8) + timedelta(weeks=number * 7 % 40)
        for number, (one, two, theme) in enumerate(pairs)
    }
    return plan_of(of, pairings, weeks)


def hostile(**more: Any) -> Plan:
    """Two visits and a meeting of cities, a theme, a stage, a person and places with hostile names."""
    names = list(HOSTILE)
    cities = {
        name: {"name": HOSTILE[name], "country": "DE", "latitude": 45.0 + place, "longitude": 5.0 + 2 * place,
               "contact": {"name": HOSTILE["markup"], "email": f"{name}@example.org", "phone": "+49 000"},
               "represented_by": HOSTILE["quote"], "offers": {"matter": {"mentees": 4}}, "needs": {"matter": {}},
               "unavailable": [{"first": "2024-02-05", "last": "2024-02-09", "why": HOSTILE["quote"]}]}
        for place, name in enumerate(names)
    }  # fmt: skip
    of = scenario(
        programme={"id": "hostile", "title": HOSTILE["markup"], "first": "2024-01-08", "last": "2024-06-28",
                   "public_holidays": "none", "closed": [{"first": "2024-03-25", "last": "2024-04-05", "why": "<b>"}]},
        themes={"matter": {"title": HOSTILE["quote"]}}, cities=cities,
        people={"guide-1": {"name": HOSTILE["quote"], "home": "path", "roles": ["guide"],
                            "email": "guide@example.org"}},
        stages={
            "visit": {"gathers": "pairing", "host": "mentee", "days": 3, "title": HOSTILE["markup"],
                      "venue": HOSTILE["quote"], "people": {"guide": 1},
                      "agenda": [{"day": 1, "start": "09:00", "title": HOSTILE["markup"]}]},
            "meeting": {"gathers": "all", "host": "emoji", "days": 1, "title": HOSTILE["lines"]},
        },
    )  # fmt: skip
    pairs = [f"{one} > {two} in matter" for one, two in (("markup", "quote"), ("lines", "turned"), ("long", "path"))]
    events = {
        "visit/markup/quote/matter": ("2024-01-08", ..., ["guide-1"]),
        "visit/lines/turned/matter": ("2024-01-15", ..., ["guide-1"]),
        "visit/long/path/matter": ("2024-01-15", ..., ()),
        "meeting": "2024-05-06",
    }
    return plan_of(of, pairs, events, **more)
