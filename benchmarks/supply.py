"""What made-up cities offer and need: in each theme 0.8 to 1.2 mentor places for a need."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

LEAST, MOST = 0.8, 1.2  # mentor places for each need, by theme


@dataclass(slots=True)
class Role:
    """One city's offers and needs by theme, as a scenario file writes them."""

    offers: dict[str, dict[str, Any]] = field(default_factory=dict)
    needs: dict[str, dict[str, Any]] = field(default_factory=dict)


def share_out(chance: random.Random, cities: int, themes: list[str]) -> list[Role]:
    """A role for each city: 70 in 100 have a need, 10 of them two; others only teach, some do both."""
    roles = [Role() for _ in range(cities)]
    wanted = dict.fromkeys(themes, 0)
    learners, keen = round(0.7 * cities), round(0.1 * cities)
    for number, role in enumerate(chance.sample(roles, cities)):
        for theme in chance.sample(themes, min(len(themes), (number < learners) + (number < keen))):
            role.needs[theme] = {"level": chance.randint(40, 100), "priority": chance.randint(1, 3)}
            wanted[theme] += 1
    places = {theme: max(1, round(chance.uniform(LEAST, MOST) * number)) for theme, number in wanted.items()}
    teachers = [role for role in roles if not role.needs]
    others = [role for role in roles if role.needs]
    for role in (*chance.sample(teachers, len(teachers)), *chance.sample(others, len(others))):
        open_themes = [theme for theme in themes if places[theme] > 0 and theme not in role.needs]
        if not open_themes and role.needs:
            continue
        theme = chance.choice(open_themes or themes)
        mentees = max(1, min(chance.choice((1, 1, 2)), places[theme]))
        role.offers[theme] = {"strength": chance.randint(40, 100), "mentees": mentees}
        places[theme] -= mentees
    return roles
