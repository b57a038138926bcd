"""Made-up programmes of any size, the same for the same seed: what benchmarks and tests of scale plan.

Three visits a pairing with 4 to 17 weeks between, a cluster meeting for each theme after the second visit, and
facilitators; cities lie at random in Europe and have a closed August, two weeks of elections and busy weeks.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from mentoring.domain.scenario import Scenario

FIRST = date(2027, 1, 11)
COUNTRIES = (
    "AT", "BE", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LV", "NL", "NO", "PL",
    "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip


def make_programme(cities: int, seed: int = 1, *, themes: int = 4, weeks: int = 70) -> Scenario:
    """A programme of so many cities, about one mentor place for each need."""
    chance = random.Random(seed * 100_003 + cities)
    theme_ids = [f"theme-{number}" for number in range(1, themes + 1)]
    last = FIRST + timedelta(weeks=weeks)
    facilitators = max(2, cities // 7)
    return Scenario.model_validate(
        {
            "format": 1,
            "programme": {
                "id": f"made-up-{cities}",
                "first": FIRST.isoformat(),
                "last": last.isoformat(),
                "closed": [
                    {"first": "2027-08-02", "last": "2027-08-29", "why": "summer"},
                    {"first": "2027-12-20", "last": "2028-01-05", "why": "turn of the year"},
                ],
            },
            "pairing": {"same_country": False},
            "themes": {theme: {} for theme in theme_ids},
            "cities": {f"city-{number}": _city(chance, theme_ids, number) for number in range(1, cities + 1)},
            "people": {
                f"person-{number}": {"name": f"Facilitator {number}", "roles": ["facilitator"]}
                for number in range(1, facilitators + 1)
            },
            "stages": _stages(weeks),
            "travel": {"days": {"over_km": {0: 0, 1500: 1}}},
            "goals": {"pairing": ["needs", "fit", "travel_km"], "dates": ["early"]},
        }
    )


def _city(chance: random.Random, themes: list[str], number: int) -> dict[str, object]:
    shuffled = chance.sample(themes, len(themes))
    offers, needs = {}, {}
    if chance.random() < 0.55:
        offers[shuffled[0]] = {"strength": chance.randint(40, 100), "mentees": chance.choice([1, 1, 2])}
    if chance.random() < 0.7 or not offers:
        needs[shuffled[1]] = {"level": chance.randint(40, 100), "priority": chance.randint(1, 3)}
    busy = []
    for why, days in (("elections", 14), ("budget", 7), ("festival", 5), ("reorganisation", 10)):
        first = FIRST + timedelta(days=chance.randrange(20, 460))
        busy.append({"first": first.isoformat(), "last": (first + timedelta(days=days)).isoformat(), "why": why})
    return {
        "name": f"City {number}",
        "country": chance.choice(COUNTRIES),
        "latitude": round(chance.uniform(37.0, 62.0), 4),
        "longitude": round(chance.uniform(-9.0, 28.0), 4),
        "rest_days": 2,
        "unavailable": busy,
        "offers": offers,
        "needs": needs,
    }


def _stages(weeks: int) -> dict[str, object]:
    end = (FIRST + timedelta(weeks=weeks - 1)).isoformat()
    visit = {"gathers": "pairing", "days": 3, "people": {"facilitator": 1}, "start_on": ["mon", "tue", "wed"]}
    return {
        "first-visit": {**visit, "host": "mentee", "between": {"first": "2027-02-01", "last": end}},
        "second-visit": {**visit, "host": "mentor", "after": {"first-visit": {"min": "4w", "max": "17w"}}},
        "cluster": {
            "gathers": "theme", "host": "participant", "days": 2,
            "after": {"second-visit": {"min": "2w"}},
        },
        "third-visit": {**visit, "host": "mentee", "after": {"second-visit": {"min": "4w", "max": "17w"}}},
    }  # fmt: skip
