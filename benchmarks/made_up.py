"""Made-up programmes of any size, the same for the same seed: what benchmarks and tests of scale plan.

Real European towns with the public holidays of their regions, August and the turn of the year closed, elections by
country, budget weeks by city, 0.8 to 1.2 mentor places for a need in each theme, and few facilitators. In the stated
form a pairing has three visits with 4 to 17 weeks between, and each theme meets after the second, in a week announced.

`python benchmarks/made_up.py 200 > two-hundred.yaml` writes one as a scenario file.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, Python looks for modules beside it only

from benchmarks.absence import FIRST, WEEKS, absences, closed, elections, meeting_weeks, span
from benchmarks.every_rule import ration_budgets, use_every_rule
from benchmarks.supply import Role, share_out
from benchmarks.text import document_text
from benchmarks.tight import close_spring, leave_one_facilitator
from benchmarks.town import Town, choose_towns
from mentoring.domain.scenario import Scenario
from mentoring.files.resolution import Resolver

Document = dict[str, Any]

FORMS: dict[str, Callable[[random.Random, Document], None]] = {
    "stated": lambda chance, document: None,
    "every-rule": use_every_rule,
    "rationed": ration_budgets,
    "one-facilitator": leave_one_facilitator,
    "closed-spring": close_spring,
}
CITIES_PER_FACILITATOR = 7  # every facilitator is on the road nearly every week until all visits are over


def make_programme(
    cities: int, seed: int = 1, *, themes: int | None = None, weeks: int = WEEKS, form: str = "stated"
) -> Scenario:
    """A programme of so many cities, resolved as a scenario file would be; `themes` as for `make_document`."""
    return Resolver(
        Scenario.model_validate(make_document(cities, seed, themes=themes, weeks=weeks, form=form))
    ).resolve()


def make_document(
    cities: int, seed: int = 1, *, themes: int | None = None, weeks: int = WEEKS, form: str = "stated"
) -> Document:
    """What a scenario file of the programme says. Themes: 4 up to 200 cities and 8 beyond, unless given."""
    chance = random.Random(seed * 100_003 + cities)
    names = [f"theme-{number}" for number in range(1, (themes or (4 if cities <= 200 else 8)) + 1)]
    towns = choose_towns(chance, cities)
    roles = share_out(chance, cities, names)
    last = FIRST + timedelta(weeks=weeks)
    document = {
        "format": 1,
        "programme": {
            "id": f"made-up-{cities}",
            "title": f"Made up, {cities} cities",
            "first": FIRST.isoformat(),
            "last": last.isoformat(),
            "closed": closed(FIRST, last),
        },
        "pairing": {"same_country": False},
        "themes": {name: {} for name in names},
        "cities": {town.id: _city(chance, town, role, weeks) for town, role in zip(towns, roles, strict=True)},
        "people": _facilitators(max(2, cities // CITIES_PER_FACILITATOR)),
        "countries": elections(chance, {town.country for town in towns}, weeks),
        "stages": _stages(weeks, len(names)),
        "travel": {"days": {"over_km": {0: 0, 1500: 1}}},
        "goals": {"pairing": ["needs", "fit", "travel_km"], "dates": ["early"]},
    }
    FORMS[form](chance, document)
    return document


def _city(chance: random.Random, town: Town, role: Role, weeks: int) -> Document:
    where: Document = {"country": town.country}
    if town.is_repeated:
        where = {"name": town.name, **where, "latitude": town.latitude, "longitude": town.longitude}
        where |= {"region": town.region} if town.region else {}
    told: Document = {**where, "rest_days": 2, "unavailable": absences(chance, weeks)}
    return told | {key: value for key, value in (("offers", role.offers), ("needs", role.needs)) if value}


def _facilitators(number: int) -> Document:
    return {f"person-{one}": {"name": f"Facilitator {one}", "roles": ["facilitator"]} for one in range(1, number + 1)}


def _stages(weeks: int, themes: int) -> Document:
    visit = {"gathers": "pairing", "days": 3, "people": {"facilitator": 1}, "start_on": ["mon", "tue", "wed"]}
    between = span(FIRST + timedelta(weeks=3), FIRST + timedelta(weeks=weeks - 1))
    return {
        "first-visit": {**visit, "host": "mentee", "between": between},
        "second-visit": {**visit, "host": "mentor", "after": {"first-visit": {"min": "4w", "max": "17w"}}},
        "cluster": {
            "gathers": "theme", "host": "participant", "days": 2,
            "after": {"second-visit": {"min": "2w"}}, "programme_weeks": list(meeting_weeks(themes)),
        },
        "third-visit": {**visit, "host": "mentee", "after": {"second-visit": {"min": "4w", "max": "17w"}}},
    }  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Write one as a scenario file to the standard output."""
    parser = argparse.ArgumentParser(description="A made-up programme as a scenario file.")
    parser.add_argument("cities", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", choices=FORMS, default="stated")
    asked = parser.parse_args(arguments)
    sys.stdout.buffer.write(document_text(make_document(asked.cities, asked.seed, form=asked.form)).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
