"""A wish in a line of text, read into pins: `oslo > genoa in political`, `visit/oslo/genoa in may 2013`, ..."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mentoring.analysis.clash import Obstacle
from mentoring.analysis.trial import Trial
from mentoring.analysis.wish_name import Spelling, find_event, find_name, find_theme, no_spelling, plain
from mentoring.domain.consistency.target import read_target
from mentoring.domain.dates import each_day, parse_day, say_day, weekday
from mentoring.domain.naming import name_event, say_mentoring, theme_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.errors import UsageError

GRAMMAR = (
    ("MENTOR > MENTEE in THEME", "oslo > genoa in political"),
    ("MENTOR for MENTEE", "oslo for genoa: in any theme that both could"),
    ("EVENT on DAY", "visit/oslo/genoa/political on 2013-05-14, or on 14 May 2013"),
    ("EVENT in MONTH", "visit/oslo/genoa/political in May 2013: it begins in that month"),
    ("EVENT at PLACE", "cluster/political at oslo"),
)
"""How a wish is written, each with an example."""

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished, and the pins that ask for it: one of the lists of `ways` is enough.

    Where the wish is hopeless at first sight there is no way, and `why_not` says why. `event` or `pairs` are what it
    is about: what must be let go so that it can be. `days` are the first days that a month leaves the event; where that
    is none, those of the month that its weekdays would leave. `month` is that month and its year (0: any). `nearly` are
    pairings that no offer and need allow, but one half of which there is. `keys` say where in the scenario stands what
    makes it hopeless.
    """

    said: str
    ways: tuple[tuple[Body, ...], ...] = ()
    why_not: str = ""
    event: str = ""
    pairs: tuple[Pairing, ...] = ()
    days: tuple[date, ...] = ()
    month: tuple[int, int] = (0, 0)
    nearly: tuple[Pairing, ...] = ()
    keys: tuple[str, ...] = ()

    def is_meant(self, day: date) -> bool:
        """Whether the day lies in the month that is wished."""
        return day.month == self.month[0] and self.month[1] in (0, day.year)


@dataclass(frozen=True, slots=True)
class WishReport:
    """What becomes of a wish: with everything else held as the plan has it, and with nothing else held.

    Both are None for a wish that is hopeless at first sight; `why_not` says why. `is_met`: the plan has it already.
    `let_go` are pairings that were not held with all else, as the wish may need their place. `obstacles` tell for a
    month in which the event cannot begin what forbids each of its days. `too_soon` warns of a lead time or visa that
    does not bind an event fixed by hand. `untried` counts days, or themes, that there was no time to plan with. `unpin`
    are commands that take back what was decided by hand about the same event, where that is in the way.
    """

    plan: Plan
    said: str
    held: Trial | None = None
    free: Trial | None = None
    why_not: str = ""
    is_met: bool = False
    obstacles: tuple[Obstacle, ...] = ()
    let_go: tuple[Pairing, ...] = ()
    too_soon: str = ""
    untried: int = 0
    unpin: tuple[str, ...] = ()


def parse_wish(plan: Plan, text: str, spelling: Spelling = no_spelling) -> Wish:
    """Read a wish about a plan.

    Cities go by id, by name in any case and without accents, or by another `spelling`; an event also by so much of its
    id as tells it from others.

    Raises UsageError when it is not written as `GRAMMAR` says, or names what is not there.
    """
    line = " ".join(text.split())
    if found := re.fullmatch(r"(.+?)\s*>\s*(.+?) in (.+)", line, re.IGNORECASE):
        return _pairing(plan.scenario, spelling, *found.groups())
    if found := re.fullmatch(r"(.+?) for (.+)", line, re.IGNORECASE):
        return _any_theme(plan.scenario, spelling, *found.groups())
    if found := re.fullmatch(r"(.+?) on (.+)", line, re.IGNORECASE):
        return _day(plan, spelling, *found.groups())
    if found := re.fullmatch(r"(.+?) in (.+)", line, re.IGNORECASE):
        return _month(plan, spelling, *found.groups())
    if found := re.fullmatch(r"(.+?) at (.+)", line, re.IGNORECASE):
        return _place(plan, spelling, *found.groups())
    if found := re.fullmatch(r"(.+?)\s*>\s*(.+)", line):
        mentor, mentee = found.groups()
        raise UsageError(f"{text!r} names no theme: write {line} in THEME, or {mentor} for {mentee}, in any theme")
    forms = "; ".join(form for form, _ in GRAMMAR)
    raise UsageError(f"{text!r} is no wish that is understood: write {forms}")


def _city(scenario: Scenario, spelling: Spelling, text: str) -> str:
    return find_name(text, scenario.cities, scenario, "city of the programme", spelling)


def _pairing(scenario: Scenario, spelling: Spelling, mentor: str, mentee: str, theme: str) -> Wish:
    pair = Pairing(_city(scenario, spelling, mentor), _city(scenario, spelling, mentee), find_theme(scenario, theme))
    said = say_mentoring(scenario, pair)
    if pair.mentor == pair.mentee:
        return Wish(said, why_not="no city mentors itself")
    return Wish(said, (({"pairing": str(pair)},),), pairs=(pair,))


def _any_theme(scenario: Scenario, spelling: Spelling, mentor: str, mentee: str) -> Wish:
    one, two = _city(scenario, spelling, mentor), _city(scenario, spelling, mentee)
    pairs = [Pairing(one, two, theme) for theme in scenario.themes if scenario.is_conceivable(Pairing(one, two, theme))]
    said = f"{scenario.name(one)} mentors {scenario.name(two)}"
    if not pairs:
        offers, needs = (
            ", ".join(theme_of(scenario, theme) for theme in side)
            for side in (scenario.cities[one].offers, scenario.cities[two].needs)
        )
        told = f"{scenario.name(one)} offers {offers or 'nothing'}, {scenario.name(two)} needs {needs or 'nothing'}"
        nearly = (
            () if one == two else
            tuple(Pairing(one, two, theme) for theme in scenario.cities[two].needs or scenario.cities[one].offers)
        )  # fmt: skip
        return Wish(said, why_not="no city mentors itself" if one == two else told, nearly=nearly)
    return Wish(said, tuple(({"pairing": str(pair)},) for pair in pairs), pairs=tuple(pairs))


def _day(plan: Plan, spelling: Spelling, event: str, text: str) -> Wish:
    name, day = find_event(plan, event, spelling), _read_day(text)
    return Wish(
        f"{name_event(plan.scenario, name)} begins on {say_day(day)}",
        (({"event": name, "first": day.isoformat()},),),
        event=name,
    )


def _read_day(text: str) -> date:
    if found := re.fullmatch(r"(\d{1,2})\.? ([a-z]+) (\d{4})", plain(text)):
        return _as_day(f"{found[3]}-{_month_number(found[2]):02d}-{int(found[1]):02d}")
    return _as_day(text.strip())


def _as_day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        also = ", or as 25 February 2013" if "write" in str(error) else ""
        raise UsageError(f"{error}{also}") from None


def _month_number(text: str) -> int:
    found = [number for number, month in enumerate(MONTHS, 1) if len(text) >= 3 and month.startswith(text)]
    if len(found) == 1:
        return found[0]
    near = difflib.get_close_matches(text, MONTHS, n=1)
    hint = f"did you mean {near[0].capitalize()}?" if near else "write it as May 2013, or as 2013-05"
    raise UsageError(f"{text!r} is no month: {hint}")


def _month(plan: Plan, spelling: Spelling, event: str, text: str) -> Wish:
    """The event begins in the month; without a year, in that month of any year of the programme."""
    name, wanted = find_event(plan, event, spelling), plain(text)
    if found := re.fullmatch(r"(\d{4})-(\d{2})", wanted):
        year, month = int(found[1]), int(found[2])
        if not 1 <= month <= 12:
            raise UsageError(f"month {month} does not exist: write May 2013, or 2013-05")
    elif found := re.fullmatch(r"([a-z]+)(?: (\d{4}))?", wanted):
        year, month = int(found[2] or 0), _month_number(found[1])
    else:
        raise UsageError(f"{text!r} is no month: write it as May 2013, or as 2013-05")
    title = f"{MONTHS[month - 1].capitalize()}{f' {year}' if year else ''}"
    wish = Wish(f"{name_event(plan.scenario, name)} begins in {title}", event=name, month=(month, year))
    first_days = list_first_days(plan.scenario, name)
    if inside := tuple(filter(wish.is_meant, first_days)):
        away = ({"not": {"event": name, "first": day.isoformat()}} for day in first_days if not wish.is_meant(day))
        return replace(wish, ways=((*being_held(plan.scenario, name), *away),), days=inside)
    of_month = [day for day in each_day(*plan.scenario.span) if wish.is_meant(day)]
    if not of_month:
        why_not = f"the programme lasts from {say_day(plan.scenario.span.first)} to {say_day(plan.scenario.span.last)}"
        return replace(wish, why_not=why_not, keys=("programme.last", "programme.first"))
    weekdays = _weekdays(plan.scenario, name)
    return replace(wish, days=tuple(day for day in of_month if weekday(day) in weekdays) or tuple(of_month))


def list_first_days(scenario: Scenario, event: str) -> list[date]:
    """First days that the stage's own window and weekdays leave."""
    stage = scenario.stages[event.split("/", maxsplit=1)[0]]
    first, last = stage.window or scenario.span
    weekdays = _weekdays(scenario, event)
    days = each_day(max(first, scenario.span.first), min(last, scenario.span.last))
    return [day for day in days if weekday(day) in weekdays and stage.first in (None, day)]


def _weekdays(scenario: Scenario, event: str) -> Collection[str]:
    """Weekdays on which the stage may begin."""
    stage = scenario.stages[event.split("/", maxsplit=1)[0]]
    return stage.start_on or stage.working_days or scenario.programme.working_days


def being_held(scenario: Scenario, event: str) -> tuple[Body, ...]:
    """Pins with which the event is held, as far as they say neither when nor where."""
    target = read_target(scenario, event)
    return ({"pairing": str(target.pairing)},) if target is not None and target.pairing is not None else ()


def _place(plan: Plan, spelling: Spelling, event: str, text: str) -> Wish:
    scenario, name = plan.scenario, find_event(plan, event, spelling)
    known = [*scenario.cities, *scenario.places, *scenario.resolution.places]
    there = find_name(text, known, scenario, "city or place of the programme", spelling)
    return Wish(
        f"{name_event(plan.scenario, name)} is held in {scenario.name(there)}",
        (({"event": name, "host": there},),),
        event=name,
    )
