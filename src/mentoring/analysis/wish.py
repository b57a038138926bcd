"""A wish in a line of text, read into pins: `oslo > genoa in political`, `visit/oslo/genoa in may 2013`, ..."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from mentoring.analysis.clash import Obstacle
from mentoring.analysis.trial import Trial
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
MOST_NAMED = 6

Body = dict[str, Any]

Spelling = Callable[[str], str | None]
"""The id of the city that another spelling of its name means; None where it means none, or several."""


def no_spelling(_name: str) -> str | None:
    """For whoever knows no other spellings."""
    return None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished, and the pins that ask for it: one of the lists of `ways` is enough.

    Where the wish is hopeless at first sight there is no way, and `why_not` says why. `event` or `pairs` are what it
    is about: what must be let go so that it can be. `days` are the first days that a month leaves the event.
    """

    said: str
    ways: tuple[tuple[Body, ...], ...] = ()
    why_not: str = ""
    event: str = ""
    pairs: tuple[Pairing, ...] = ()
    days: tuple[date, ...] = ()


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


def find_event(plan: Plan, text: str, spelling: Spelling = no_spelling) -> str:
    """The id of an event, given whole or by some of its parts, or their beginnings, in their order: `visit/genoa`.

    Of cities in it also by another spelling: `visit/Genova`.

    Raises UsageError when no event of the plan, or more than one, is meant.
    """
    name = _plain(text).replace(" ", "")
    if read_target(plan.scenario, name) is not None:
        return name
    parts = [part for part in name.split("/") if part]
    found = [event.id for event in plan.held if parts and _holds(event.id.split("/"), parts)] or [
        event.id for event in plan.held if parts and _holds(event.id.split("/"), parts, begun=True)
    ]
    if not found:
        given = [part.strip() for part in text.split("/") if part.strip()]
        meant = [spelling(part) or part for part in given]
        return find_event(plan, "/".join(meant)) if meant != given else _refuse_event(plan, text, name)
    if len(found) == 1:
        return found[0]
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    raise UsageError(f"{text!r} may be one of {len(found)} events, name one: {', '.join(found[:MOST_NAMED])}{more}")


def _refuse_event(plan: Plan, text: str, name: str) -> NoReturn:
    near = difflib.get_close_matches(name, [event.id for event in plan.held], n=1, cutoff=0.4)
    hint = f": did you mean {near[0]}?" if near else "; `mentoring show PLAN events --json` lists them"
    raise UsageError(f"the plan has no event {text!r}{hint}")


def _city(scenario: Scenario, spelling: Spelling, text: str) -> str:
    return _find(text, scenario.cities, scenario, "city of the programme", spelling)


def _holds(whole: list[str], parts: list[str], *, begun: bool = False) -> bool:
    """Whether the parts stand in the whole in this order; `begun`: their beginnings are enough."""
    rest = iter(whole)
    return all(any(one == part or (begun and one.startswith(part)) for one in rest) for part in parts)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).strip()


def _find(text: str, known: Iterable[str], scenario: Scenario, kind: str, spelling: Spelling) -> str:
    """The id that a name means. Raises UsageError with the nearest name when there is none."""
    ids = list(known)
    names = {_plain(scenario.name(one)): one for one in reversed(ids)} | {one: one for one in ids}
    wanted = _plain(text)
    if wanted in names:
        return names[wanted]
    if (meant := spelling(text.strip())) is not None:
        return meant
    near = difflib.get_close_matches(wanted, names, n=1)
    hint = f"did you mean {names[near[0]]}?" if near else _say_known(ids)
    raise UsageError(f"{text.strip()!r} is no {kind}: {hint}")


def _say_known(ids: list[str]) -> str:
    more = f" and {len(ids) - 12} more" if len(ids) > 12 else ""
    return f"known: {', '.join(sorted(ids)[:12])}{more}"


def _theme(scenario: Scenario, text: str) -> str:
    wanted = _plain(text)
    titles = {_plain(theme.title): name for name, theme in scenario.themes.items() if theme.title}
    names = titles | {name: name for name in scenario.themes}
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, n=1)
    hint = f"did you mean {names[near[0]]}?" if near else _say_known(list(scenario.themes))
    raise UsageError(f"{text.strip()!r} is no theme of the programme: {hint}")


def _pairing(scenario: Scenario, spelling: Spelling, mentor: str, mentee: str, theme: str) -> Wish:
    pair = Pairing(_city(scenario, spelling, mentor), _city(scenario, spelling, mentee), _theme(scenario, theme))
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
        return Wish(said, why_not="no city mentors itself" if one == two else told)
    return Wish(said, tuple(({"pairing": str(pair)},) for pair in pairs), pairs=tuple(pairs))


def _day(plan: Plan, spelling: Spelling, event: str, text: str) -> Wish:
    name, day = find_event(plan, event, spelling), _read_day(text)
    return Wish(
        f"{name_event(plan.scenario, name)} begins on {say_day(day)}",
        (({"event": name, "first": day.isoformat()},),),
        event=name,
    )


def _read_day(text: str) -> date:
    if found := re.fullmatch(r"(\d{1,2})\.? ([a-z]+) (\d{4})", _plain(text)):
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
    name, wanted = find_event(plan, event, spelling), _plain(text)
    if found := re.fullmatch(r"(\d{4})-(\d{2})", wanted):
        year, month = int(found[1]), int(found[2])
        if not 1 <= month <= 12:
            raise UsageError(f"month {month} does not exist: write May 2013, or 2013-05")
    elif found := re.fullmatch(r"([a-z]+)(?: (\d{4}))?", wanted):
        year, month = int(found[2] or 0), _month_number(found[1])
    else:
        raise UsageError(f"{text!r} is no month: write it as May 2013, or as 2013-05")
    title = f"{MONTHS[month - 1].capitalize()}{f' {year}' if year else ''}"
    inside: list[date] = []
    outside: list[date] = []
    for day in list_first_days(plan.scenario, name):
        (inside if day.month == month and year in (0, day.year) else outside).append(day)
    said = f"{name_event(plan.scenario, name)} begins in {title}"
    if not inside:
        return Wish(said, why_not=f"no day of {title} lies inside its window, on a weekday it may begin on", event=name)
    away = tuple({"not": {"event": name, "first": day.isoformat()}} for day in outside)
    return Wish(said, ((*being_held(plan.scenario, name), *away),), event=name, days=tuple(inside))


def list_first_days(scenario: Scenario, event: str) -> list[date]:
    """First days that the stage's own window and weekdays leave."""
    stage = scenario.stages[event.split("/", maxsplit=1)[0]]
    first, last = stage.window or scenario.span
    weekdays = stage.start_on or stage.working_days or scenario.programme.working_days
    days = each_day(max(first, scenario.span.first), min(last, scenario.span.last))
    return [day for day in days if weekday(day) in weekdays and stage.first in (None, day)]


def being_held(scenario: Scenario, event: str) -> tuple[Body, ...]:
    """Pins with which the event is held, as far as they say neither when nor where."""
    target = read_target(scenario, event)
    return ({"pairing": str(target.pairing)},) if target is not None and target.pairing is not None else ()


def _place(plan: Plan, spelling: Spelling, event: str, text: str) -> Wish:
    scenario, name = plan.scenario, find_event(plan, event, spelling)
    known = [*scenario.cities, *scenario.places, *scenario.resolution.places]
    there = _find(text, known, scenario, "city or place of the programme", spelling)
    return Wish(
        f"{name_event(plan.scenario, name)} is held in {scenario.name(there)}",
        (({"event": name, "host": there},),),
        event=name,
    )
