"""Who and what came into a plan, or left it, with another scenario: cities, persons, stages, themes and decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.domain.by_hand import ByHand
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario

MOST_TOLD = 8
"""So many of one kind are told one by one; more are counted."""

_KINDS = {
    "cities": ("takes part", "cities take part"),
    "people": ("can be sent", "persons can be sent"),
    "stages": ("is held", "stages are held"),
    "themes": ("is a theme", "themes are there"),
}


def say_roster(before: Plan, now: Scenario, file: str = "the new scenario") -> list[str]:
    """A sentence for each city, person, stage and theme that only a plan's scenario has, or only the one it meets now.

    Whoever plans a second what-if on top of a first one may bring back by it what the first had taken out. `file` is
    what the later scenario is called. Decisions by hand that went with a city are told after these.
    """
    return [*_say_scenario(before, now, file), *_say_decisions(before, now)]


def _say_scenario(before: Plan, now: Scenario, file: str) -> Iterator[str]:
    was = before.scenario
    known: list[Scenario] | None = None
    for kind in _KINDS:
        old, new = getattr(was, kind), getattr(now, kind)
        come = [name for name in new if name not in old]
        gone = [name for name in old if name not in new]
        if come and known is None:
            known = _past_scenarios(before)
        again = [name for name in come if any(name in getattr(past, kind) for past in known or ())]
        first = [name for name in come if name not in again]
        rest = f"not in revision {before.revision}, but is in {file}"
        advice = "; if it should stay out, let the what-if be `based_on` the one that took it out"
        yield from _tell(kind, again, now, "again", f": it was {rest}{advice}")
        yield from _tell(kind, first, now, "now", f": it was {rest}")
        yield from _tell(kind, gone, was, "no longer", f": it was in revision {before.revision}, but is not in {file}")


def _tell(kind: str, names: Sequence[str], scenario: Scenario, when: str, because: str) -> Iterator[str]:
    one, many = _KINDS[kind]
    say = _names(scenario)[kind]
    shown = names if len(names) <= MOST_TOLD else names[: MOST_TOLD - 1]
    for name in shown:
        yield f"{say(name)} {one} {when}{because}."
    if len(shown) < len(names):
        yield f"{len(names) - len(shown)} more {many} {when}."


def _names(scenario: Scenario) -> dict[str, Callable[[str], str]]:
    from mentoring.views.wording import stage_title, theme_title

    return {
        "cities": scenario.name,
        "people": scenario.name,
        "stages": lambda name: stage_title(scenario, name),
        "themes": lambda name: theme_title(scenario, name),
    }


def _past_scenarios(plan: Plan) -> list[Scenario]:
    from mentoring.files.revision import past_plan

    return [past_plan(plan, plan.revision - back).scenario for back in range(1, len(plan.history) + 1)]


def _say_decisions(before: Plan, now: Scenario) -> Iterator[str]:
    """What was decided by hand and binds nobody any more, as a city of it is not there."""
    from mentoring.api.carry import own_cities
    from mentoring.views.wording import joined

    for one in before.decisions:
        gone = sorted(own_cities(one, before) - now.cities.keys())
        if gone:
            about = joined(map(before.scenario.name, gone))
            yield f"{_say_decision(before, one)} holds no longer: it is about {about}."


def _say_decision(plan: Plan, one: ByHand) -> str:
    """`What was decided by hand in revision 3 about Mentoring visit (Oslo > Milan) (cancelled: no money)`."""
    from mentoring.api.event_decision import say_subject
    from mentoring.views.history import say_decision

    reason = f": {one.reason}" if one.reason else ""
    said = f"decided by hand in revision {one.revision} about {say_subject(plan, one.subject)}"
    return f"What was {said} ({say_decision(plan, one)}{reason})"
