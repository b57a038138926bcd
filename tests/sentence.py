"""What no sentence for people may hold: names of the program's inside, ids where there are names, dates as data."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.goals import GOALS
from mentoring.rules import RULES

INSIDE = (
    r"solution|solver|constraint|literal|infeasib|\bmodel\b|objective|variable|interval|\bNone\b|\bTrue\b|\bFalse\b|"
    r"\bby-hand-|\bkept-|\basked-\d|\bheld-\d|\bpin_|datetime|\{'|\['|"
    r"\brule [a-z-]+:|(?<![\w-])[a-z]+_[a-z_]+(?![\w`])"
)
"""Words of solvers and of Python, pins that nobody wrote, slugs before a sentence, and names with an underscore."""

AS_DATA = r"\d,\d{3}\b|\d{4}-\d{2}(-\d{2})?|\d{4}-W\d\d|\b\d+[dwm]\b|\b(mon|tue|wed|thu|fri|sat|sun)\b"
"""Thousands, days, weeks and lengths as files or programs write them."""

GARBLED = r"(?:^|[.;|] )It: |\bspeaks [a-z]{2}\b|[:(] ?[a-z]{2}(, [a-z]{2})*(?=[;)])"
"""A name taken out of the head of a sentence, and languages by their codes."""

TYPED = (
    r"`[^`]*`|\bmentoring [a-z]+( [^\s;]+)*?(?=   |$|;|\)|\.\s|\. ?$)|\[[a-z0-9/> -]+\]|"
    r"\S+\.(json|yaml|csv|html|ics)\S*|--[a-z-]+ \S+|\b[a-z_]+(\.[\w-]+)+( \([a-z0-9-]+\))?"
)
"""What somebody types, or finds in a folder or as a key of a file with its value: there ids are what is meant."""


def named(scenario: Scenario) -> Scenario:
    """The scenario in which everything has a name that is not its id: what is told by its id can be seen."""
    people = {who: one.model_copy(update={"name": f"Dr {_title(who)}"}) for who, one in scenario.people.items()}
    return scenario.model_copy(
        update={
            "cities": {name: one.model_copy(update={"name": _title(name)}) for name, one in scenario.cities.items()},
            "people": people,
            "places": {name: one.model_copy(update={"name": _title(name)}) for name, one in scenario.places.items()},
            "themes": {name: one.model_copy(update={"title": _title(name)}) for name, one in scenario.themes.items()},
            "stages": {name: one.model_copy(update={"title": _title(name)}) for name, one in scenario.stages.items()},
        }
    )


def _title(name: str) -> str:
    return f"The {name.replace('-', ' ').title()}"


def find_faults(text: str, scenario: Scenario, plans: Iterable[Plan] = ()) -> list[str]:
    """What stands in a text that people read and should not; nothing is found in what they are to type."""
    read = re.sub(TYPED, " ", " ".join(text.split()))
    slugs = [rule.slug for rule in RULES if "-" in rule.slug] + [goal.slug for goal in GOALS if "_" in goal.slug]
    ids = {*scenario.cities, *scenario.people, *scenario.places}
    themes = [name for name, one in scenario.themes.items() if one.title and one.title != name]
    ids |= {event.id for plan in plans for event in plan.events if "/" in event.id}
    unlike = [name for name in ids if "/" in name or scenario.name(name) != name]
    words = "|".join(
        re.escape(name)
        for name in sorted({*slugs, *unlike, *(f"in {name}" for name in themes)}, key=lambda name: -len(name))
    )
    known = rf"{INSIDE}|{AS_DATA}|{GARBLED}|(?<![\w-])({words})(?![\w-])"
    found = re.finditer(known, read)
    return [f"{match[0]!r} in: ...{read[max(0, match.start() - 60) : match.end() + 40]}" for match in found]
