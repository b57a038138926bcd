"""Pairings that never meet by themselves any more, as all that only the two meet for is called off."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.views.wording import joined, stage_title, theme_title


def called_off(plan: Plan) -> Iterator[tuple[Pairing, str]]:
    """Each of them with a sentence: they count as found, and still serve their need."""
    scenario = plan.scenario
    for one in sorted(plan.paired):
        own = [event for event in plan.events if (event.mentor, event.mentee, event.theme) == one]
        if own and all(event.status == "cancelled" for event in own):
            titles = joined(dict.fromkeys(stage_title(scenario, event.stage) for event in own))
            who = f"{scenario.name(one.mentor)} > {scenario.name(one.mentee)} in {theme_title(scenario, one.theme)}"
            yield one, f"{who} stays in the plan, but what only these two meet for is called off: {titles}."
