"""A made-up programme that uses every rule of the product at once: the frame, the stages and the people."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import islice
from typing import Any

from benchmarks.absence import FIRST, WEEKS, meeting_weeks, span
from benchmarks.every_city import describe_city, pairs_of_note

Document = dict[str, Any]

HOMES = ("brussels", "vienna", "copenhagen", "warsaw", "lyon", "ghent", "oslo", "helsinki")
CITIES_PER_TRAINER = 14
STEERING = 5  # cities in the steering group
EUR_PER_CITY, CO2_PER_CITY = 12_000, 4_000  # hardly a pairing is lost for them, but nearly all is spent
SCARCE = 0.75  # of these, where budgets ration who is paired


def use_every_rule(chance: random.Random, document: Document) -> None:
    """Turn the stated programme into one where no rule has nothing to say."""
    cities: Document = document["cities"]
    number = len(cities)
    document["programme"]["id"] += "-every-rule"
    document["programme"]["planned_on"] = "2026-12-01"
    document["pairing"] = {
        "same_country": False, "common_language": True, "max_km": 3000, "min_fit": 20,
        "similar": {"region_type": 5, "required": ["population"], "bands": [100_000]},
    }  # fmt: skip
    document["themes"] = {name: {"min_cities": 2, "min_countries": 2} for name in document["themes"]}
    for name, city in cities.items():
        describe_city(chance, name, city, list(cities))
    _keep_in_reserve(cities, next(iter(document["themes"])))
    leaver = chance.choice(list(cities))
    cities[leaver]["left_on"] = (FIRST + timedelta(weeks=WEEKS - 12)).isoformat()
    document["people"] = _people(chance, number)
    document["stages"] = _stages(chance, document)
    document["travel"] = {
        "days": {"over_km": {0: 0, 1500: 1}}, "rates": "eu-unit-costs-2021", "co2": "example",
        "daily_eur": 150, "rail_below_km": 600,
    }  # fmt: skip
    document["limits"] = {
        "events_at_once": max(6, number // 2),
        "budget_eur": {"programme": EUR_PER_CITY * number, "per_city": 4 * EUR_PER_CITY},
        "co2_kg": {"programme": CO2_PER_CITY * number, "per_city": 4 * CO2_PER_CITY},
        "rail_only_below_km": 200,
    }
    document["goals"] = {
        "pairing": ["needs", "preferences", "fit", "away", "travel_km"],
        "dates": ["wishes", "spread", "early"],
    }
    noted, declined = pairs_of_note(chance, cities)
    document["pairs"] = [{"pairing": pair, "effort": chance.randint(2, 8)} for pair in noted]
    document["pins"] = {
        f"declined-{one}": {"not": {"pairing": pair}, "why": "worked together before"}
        for one, pair in enumerate(declined, start=1)
    }


def ration_budgets(chance: random.Random, document: Document) -> None:
    """Every rule, and less money and CO2 than all good pairings would take: some must be given up for that."""
    use_every_rule(chance, document)
    document["programme"]["id"] += "-rationed"
    for limit in ("budget_eur", "co2_kg"):
        budget = document["limits"][limit]
        budget |= {whose: int(SCARCE * most) for whose, most in budget.items()}


def _keep_in_reserve(cities: Document, theme: str) -> None:
    """A city that has nothing to do with the theme would stand in: nothing else changes by that."""
    for city in cities.values():
        if theme not in city.get("offers", {}) and theme not in city.get("needs", {}):
            city.setdefault("offers", {})[theme] = {"strength": 80, "reserve": True}
            return


def _people(chance: random.Random, cities: int) -> Document:
    """Facilitators and a few trainers, with homes, languages and days of their own; one leaves early."""
    people: Document = {}
    for role, number in (("facilitator", max(3, cities // 6)), ("trainer", max(2, cities // CITIES_PER_TRAINER))):
        for one in range(1, number + 1):
            away = FIRST + timedelta(days=chance.randrange(30, 7 * WEEKS - 30))
            people[f"{role}-{one}"] = {
                "name": f"{role.title()} {one}",
                "home": chance.choice(HOMES),
                "languages": ["en", *chance.sample(("de", "fr", "es", "it"), 2)],
                "roles": [role],
                "unavailable": [span(away, away + timedelta(days=6), "course")],
            }
    people["facilitator-1"]["left_on"] = (FIRST + timedelta(weeks=50)).isoformat()
    return people


def _stages(chance: random.Random, document: Document) -> Document:
    """Visits with a team visit between them, trainings, a review online, theme meetings, and what gathers all."""
    sent = {"facilitator": {"count": 1, "same_for": "pairing"}}
    visit = {
        "gathers": "pairing", "days": 3, "start_on": ["mon", "tue", "wed"], "travellers": 2, "people": sent,
        "lead_time": "6w",
    }  # fmt: skip
    between = document["stages"]["first-visit"]["between"]
    weeks = list(meeting_weeks(len(document["themes"])))
    members = chance.sample(list(document["cities"]), min(STEERING, len(document["cities"])))
    venue = next((home for home in HOMES if home not in document["cities"]), "none")  # a city hosts what it goes to
    theme = {"gathers": "theme", "travellers": 1}
    return {
        "kick-off": {"gathers": "all", "host": "none", "between": span(FIRST, FIRST + timedelta(days=18))},
        "first-visit": {**visit, "host": "mentee", "between": between, "after": {"kick-off": {"min": "1w"}},
                        "all_within": "40w"},
        "training": {"gathers": "mentor", "host": "mentor", "days": 2, "people": {"trainer": 1},
                     "after": {"first-visit": {"min": "2w"}}},
        "team-visit": {"gathers": "mentee", "host": "mentee", "days": 2, "travellers": 2,
                       "after": {"first-visit": {"min": "2w"}}},
        "second-visit": {**visit, "host": "mentor", "after": {
            "first-visit": {"min": "4w", "max": "30w"}, "team-visit": {"min": "1w"}}},
        "review": {"gathers": "pairing", "host": "none", "after": {"second-visit": {"min": "1w", "max": "8w"}}},
        "cluster": {**theme, "host": "participant", "days": 2, "programme_weeks": weeks, "start_on": ["mon", "tue"],
                    "after": {"second-visit": {"min": "2w"}}},
        "study-day": {**theme, "host": {"same_as": "cluster"}, "after": {"cluster": {"min": "0d", "max": "0d"}}},
        "third-visit": {**visit, "host": "mentee", "after": {
            "second-visit": {"min": "4w", "max": "30w"}, "review": {"min": "1w"}}},
        "steering": {"gathers": members, "host": venue, "days": 1, "travel_days": 1,
                     "programme_weeks": list(islice(weeks, len(weeks) // 2, None))},
        "closing": {"gathers": "all", "host": "none", "after": {"third-visit": {"min": "1w"}},
                    "between": span(FIRST + timedelta(weeks=WEEKS - 1), FIRST + timedelta(weeks=WEEKS))},
    }  # fmt: skip
