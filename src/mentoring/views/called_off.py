"""Pairings that never meet by themselves any more, as all that only the two meet for is called off."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.naming import say_pair, title_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.views.wording import joined


def called_off(plan: Plan) -> Iterator[tuple[Pairing, str]]:
    """Each of them with a sentence: they count as found, and still serve their need."""
    scenario = plan.scenario
    for one in sorted(plan.paired):
        own = [event for event in plan.events if (event.mentor, event.mentee, event.theme) == one]
        if own and all(event.status == "cancelled" for event in own):
            titles = joined(dict.fromkeys(title_of(scenario, event.stage) for event in own))
            who = say_pair(scenario, one)
            yield one, f"{who} stays in the plan, but what only these two meet for is called off: {titles}."
