"""The words of the terminal views, in one place: dates, figures, and the sentences said about a plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from mentoring.domain import naming, number
from mentoring.domain.dates import say_day
from mentoring.domain.plan import CHANGED_BY_HAND, GoalValue, Plan, PlannedEvent
from mentoring.domain.scenario import Scenario

figure, count = number.figure, number.say_count
stage_title, theme_title = naming.stage_title, naming.theme_title

NEWCOMER = "Whoever is new is taken to be free on every day, and to travel at no cost."

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(day: date) -> str:
    """A day in a table: 9 Jun 2013."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_span(first: date, last: date) -> str:
    """A span in a table, both days inside: 9–10 Jun 2013, 28 Feb–3 Mar 2013."""
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]}–{short_day(last)}"
    return f"{short_day(first)}–{short_day(last)}"


def singular(unit: str) -> str:
    """The unit of one: `day` of `days`, `wish` of `wishes`."""
    return {"wishes": "wish"}.get(unit, unit.removesuffix("s"))


GOAL_NAMES = {
    "co2_kg": "CO2 kg",
    "cost_eur": "cost EUR",
    "travel_km": "travel km",
    "sameness": "in common with the plans before",
    "changed-events": "events changed",
}
"""What goals are called whose slugs, as they are typed, do not read well."""


LOADS = ("hosting", "away")
"""Goals that count the days of the one city that has most."""

TRAVEL = ("travel_km", "cost_eur", "co2_kg")
"""Goals that count journeys: of cities alone for who and where, of people who are sent too for when."""


def goal_name(goal: str) -> str:
    """What a goal is called wherever people read of it: `fit`, `travel km`."""
    return GOAL_NAMES.get(goal, goal)


def say_unit(scenario: Scenario, goal: str, part: str, unit: str) -> str:
    """The unit with what it counts: `km of cities` where people travel too and count elsewhere, `days of one city`."""
    if goal in LOADS:
        return f"{unit} of one city"
    if goal in TRAVEL and any(stage.people for stage in scenario.stages.values()):
        return f"{unit} of cities" if part == "pairing" else f"{unit} of cities and people"
    return unit


def say_gain(share: float) -> str:
    """What could still be gained at most, as a share of the value: "at most 1.2 % to gain"."""
    return "less than 0.1 % to gain" if 0 < share < 0.001 else f"at most {share * 100:.1f} % to gain"


def joined(names: Iterable[str], word: str = "and") -> str:
    """`Oslo, Ghent and Genova`."""
    listed = list(names)
    return f" {word} ".join(part for part in (", ".join(listed[:-1]), *listed[-1:]) if part)


def width_of(text: str) -> int:
    """How many columns of a terminal a text fills: letters of the Far East fill two, combining accents none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def fitted(text: str, width: int) -> str:
    """A text cut or filled up to exactly so many columns."""
    if width_of(text) > width:
        while width_of(text) > max(0, width - 1):
            text = text[:-1]
        text += "…"[:width]
    return text + " " * (width - width_of(text))


def say_who(scenario: Scenario, event: PlannedEvent) -> str:
    """Whom an event gathers: `Oslo > Genova`, a theme, or how many cities."""
    if event.mentor and event.mentee:
        return f"{scenario.name(event.mentor)} > {scenario.name(event.mentee)}"
    if event.mentor or event.mentee:
        lead = event.mentor or event.mentee or ""
        others = [scenario.name(city) for city in event.participants if city != lead]
        return (
            f"{', '.join(others)} > {scenario.name(lead)}"
            if event.mentee
            else f"{scenario.name(lead)} > {', '.join(others)}"
        )
    if event.theme:
        return f"{theme_title(scenario, event.theme)}, {count(len(event.participants), 'city', 'cities')}"
    if len(event.participants) <= 3:
        return ", ".join(scenario.name(city) for city in event.participants)
    return count(len(event.participants), "city", "cities")


def say_event(scenario: Scenario, event: PlannedEvent) -> str:
    """One event as a sentence without its full stop, for those who hear the page."""
    where = f"in {scenario.name(event.host)}" if event.host else "online, nobody travels"
    is_named = not (event.mentor or event.mentee)  # then the theme is part of whom it gathers
    theme = f", {naming.theme_of(scenario, event.theme)}" if event.theme and not is_named else ""
    people = f", with {joined(scenario.name(person) for person in event.people)}" if event.people else ""
    status = "" if event.status == "proposed" else f", {event.status}"
    return (
        f"{short_span(event.first, event.last)}: {stage_title(scenario, event.stage)}{theme}, "
        f"{say_who(scenario, event)}, {where}{people}{status}"
    )


def say_plan(plan: Plan) -> str:
    """The plan in one sentence, every figure counted from it."""
    wanted = sum(need.mentors for city in plan.scenario.cities.values() for need in city.needs.values())
    found = say_found(len(plan.pairings), wanted)
    if not plan.held:
        return f"{found}; no events; {say_proof(plan.goals)}."
    first, last = min(event.first for event in plan.held), max(event.last for event in plan.held)
    span = f"on {say_day(first)}" if first == last else f"from {say_day(first)} to {say_day(last)}"
    return f"{found}; {count(len(plan.held), 'event')} {span}; {say_proof(plan.goals)}."


def say_found(found: int, wanted: int) -> str:
    """How many of the mentors that needs ask for are in the plan."""
    if not wanted:
        return "No mentor is asked for"
    if found == wanted:
        return (
            "The one mentor asked for is found" if wanted == 1 else f"All {figure(wanted)} mentors asked for are found"
        )
    if not found:
        return f"None of the {count(wanted, 'mentor')} asked for is found"
    return f"{figure(found)} of the {count(wanted, 'mentor')} asked for {'is' if found == 1 else 'are'} found"


def say_proof(goals: Iterable[GoalValue]) -> str:
    """How much is proven about all goals together."""
    listed = list(goals)
    if not listed:
        return "no goal was asked for"
    unproven = [goal for goal in listed if not goal.is_proven]
    if not unproven:
        return "proven: no plan is better on any goal, taken in their order"
    if any(goal.note == CHANGED_BY_HAND for goal in unproven):
        return _say_by_hand(listed)
    known = [goal for goal in unproven if goal.gap is not None]
    unknown = [goal for goal in unproven if goal.gap is None]
    parts = [f"{say_gain(goal.gap or 0.0)} on {goal_name(goal.goal)}" for goal in known]
    parts += [f"nothing proven on {joined(goal_name(goal.goal) for goal in unknown)}"] if unknown else []
    return joined(parts)


def _say_by_hand(goals: Sequence[GoalValue]) -> str:
    """What is left of all that was proven, once the plan was changed by hand."""
    names = [goal.goal for goal in goals]
    about = {"pairing": "who and where", "dates": "when"}
    told = [
        f"{goal_name(goal.goal)} ({about[goal.part]})" if names.count(goal.goal) > 1 else goal_name(goal.goal)
        for goal in goals
        if goal.is_proven
    ]
    left = f"what is proven holds for {joined(told)} only" if told else "nothing is proven any more"
    return f"changed by hand since it was planned: {left}"


def say_gap(goal: GoalValue) -> str:
    """How much is proven about one goal."""
    if goal.is_proven:
        return "proven"
    return "not proven" if goal.gap is None else say_gain(goal.gap)


def say_bound(goal: GoalValue) -> str:
    """The bound with its direction: "not below 12"."""
    if goal.bound is None:
        return "not known"
    return f"not {'below' if goal.direction == 'least' else 'above'} {figure(goal.bound)}"


def say_seconds(seconds: float) -> str:
    """A time in words: 0.4 seconds, 12 seconds, 3 minutes."""
    if seconds < 10:
        return f"{seconds:.1f} seconds"
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
