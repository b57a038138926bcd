"""One stage by itself: whether its days fit its weekdays and window, and its host fits what it gathers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mentoring.domain.consistency.finding import Finding, Path, say_list
from mentoring.domain.dates import (
    WEEKDAYS,
    add_lag,
    each_day,
    end_of,
    say_day,
    say_length,
    say_span,
    say_weekday,
    weekday,
)
from mentoring.domain.naming import title_of
from mentoring.domain.number import say_count
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage

_HOST_NEEDS = {"mentor": ("pairing", "mentor"), "mentee": ("pairing", "mentee")}


def find_bad_shapes(scenario: Scenario, name: str) -> Iterator[Finding]:
    """Everything about one stage that can be told without looking at other stages."""
    stage, path = scenario.stages[name], ("stages", name)
    if not stage.gathers:
        hint = "name cities, or write all, pairing, mentor, mentee or theme"
        yield Finding((*path, "gathers"), "gathers nothing", hint)
    if stage.members == "all" and stage.gathers != "theme":
        message = "`members` says nothing here, as the stage does not gather by theme"
        yield Finding((*path, "members"), message, "take it out", warning=True)
    yield from _host(scenario, name)
    wrong = [*_weekdays(scenario, name), *_window(scenario, name)]
    yield from wrong
    if not wrong and stage.between and stage.first is None:
        yield from _no_day(scenario, name)
    if stage.first is not None:
        yield from day_obstacles(scenario, name, stage.first, (*path, "first"))
        least = add_lag(scenario.planned_on, stage.lead_time)
        if stage.first < least:
            message = f"{say_day(stage.first)} lies before planned_on plus lead_time ({say_day(least)})"
            hint = "pin the event's first day if it is settled, or mend the dates"
            yield Finding((*path, "first"), message, hint, warning=True)
    yield from _hours(stage, path)


def day_obstacles(scenario: Scenario, name: str, first: date, path: Path) -> Iterator[Finding]:
    """Why an event of the stage cannot begin on that day: outside its window, no workable day, closed."""
    stage, programme = scenario.stages[name], scenario.programme
    last = end_of(first, stage.days)
    days, title = say_span(first, last), title_of(scenario, name)
    if first < programme.first or last > programme.last:
        message = f"{days} does not lie inside the programme ({say_span(programme.first, programme.last)})"
        yield Finding(path, message, "mend the date", (("programme", "first"), ("programme", "last")))
        return
    if stage.between and (first < stage.between.first or last > stage.between.last):
        window = say_span(stage.between.first, stage.between.last)
        message = f"{days} does not lie inside the window of {title} ({window})"
        yield Finding(path, message, "mend the date or the window", (("stages", name, "between"),), clash=True)
    if stage.start_on and weekday(first) not in stage.start_on:
        starts = say_list([say_weekday(day) for day in stage.start_on])
        message = f"{say_day(first)} is a {say_weekday(weekday(first))}, but {title} starts on {starts}"
        yield Finding(path, message, "mend one of them", (("stages", name, "start_on"),), clash=True)
    working, where = _working_days(scenario, name)
    idle = sorted({weekday(day) for day in each_day(first, last)} - set(working), key=WEEKDAYS.index)
    if idle:
        message = (
            f"{days} includes {say_list([*map(say_weekday, idle)])}, no working {'day' if len(idle) == 1 else 'days'}"
        )
        yield Finding(path, message, "mend the date, or add `working_days` to the stage", (where,), clash=True)
    for position, period in enumerate(programme.closed):
        if first <= period.last and period.first <= last:
            why = f" ({period.why})" if period.why else ""
            message = f"{days} meets closed days, {say_span(period.first, period.last)}{why}"
            yield Finding(path, message, "mend one of them", (("programme", "closed", position),), clash=True)


def _host(scenario: Scenario, name: str) -> Iterator[Finding]:
    stage, path = scenario.stages[name], ("stages", name, "host")
    if not isinstance(stage.host, str):
        return
    host, grouping = stage.host, "a list of cities" if stage.cities else str(stage.gathers)
    if host in _HOST_NEEDS and stage.gathers not in _HOST_NEEDS[host]:
        message = f"host is the {host}, but the stage gathers {grouping}, so there is not one {host} for each event"
        hint = f"gather by pairing or {host}, or write participant, a city, a place or none"
        yield Finding(path, message, hint, (("stages", name, "gathers"),))
    there = stage.cities or (tuple(scenario.cities) if stage.gathers == "all" else ())
    if host == "participant" and there and not any(_can_host(scenario, city) for city in there):
        message = "none of the cities it gathers can host (`can_host: false`)"
        yield Finding(path, message, "name a place, or let one of them host", (("stages", name, "gathers"),))
    if host in scenario.cities:
        if not scenario.cities[host].can_host:
            also: Path = ("cities", host, "can_host")
            yield Finding(path, f"{host} cannot host (`can_host: false`)", "name another city or a place", (also,))
        if stage.cities and host not in stage.cities:
            message = f"{host} is a city of the programme, but not among those it gathers"
            hint = f"add {host} to `gathers`, or name another host"
            yield Finding(path, message, hint, (("stages", name, "gathers"),))


def _can_host(scenario: Scenario, city: str) -> bool:
    return city not in scenario.cities or scenario.cities[city].can_host


def _working_days(scenario: Scenario, name: str) -> tuple[tuple[str, ...], Path]:
    """Weekdays on which the stage may lie, and where the file says so."""
    own = scenario.stages[name].working_days
    return (own, ("stages", name, "working_days")) if own else (
        scenario.programme.working_days, ("programme", "working_days"))  # fmt: skip


def _weekdays(scenario: Scenario, name: str) -> Iterator[Finding]:
    stage = scenario.stages[name]
    working, where = _working_days(scenario, name)
    starts = stage.start_on or WEEKDAYS
    if any(_run(start, working) >= stage.days for start in starts):
        return
    longest = max(_run(start, working) for start in starts)
    if stage.start_on and longest == 0:
        days = say_list([say_weekday(day) for day in stage.start_on])
        message = f"starts on {days}, no working {'day' if len(stage.start_on) == 1 else 'days'}"
        yield Finding(("stages", name, "start_on"), message, "mend one of them", (where,))
        return
    message = f"{say_count(stage.days, 'day')} never fit: only {say_count(longest, 'working day')} on end"
    message += f" from {say_list([say_weekday(day) for day in stage.start_on])}" if stage.start_on else ""
    yield Finding(("stages", name, "days"), message, "shorten it, or add `working_days`", (where,))


def _run(start: str, working: tuple[str, ...]) -> int:
    """How many working days follow on each other from a weekday on; 366 when every day is one."""
    if set(WEEKDAYS) <= set(working):
        return 366
    number = WEEKDAYS.index(start)
    return next(days for days in range(8) if WEEKDAYS[(number + days) % 7] not in working)


def _window(scenario: Scenario, name: str) -> Iterator[Finding]:
    stage, programme = scenario.stages[name], scenario.programme
    path: Path = ("stages", name)
    first, last = programme.first, programme.last
    if stage.between:
        first, last = max(first, stage.between.first), min(last, stage.between.last)
        if first > last:
            message = f"the window lies outside the programme ({say_span(programme.first, programme.last)})"
            yield Finding((*path, "between"), message, "mend its dates", (("programme", "first"),))
            return
    room = (last - first).days + 1
    if room < stage.days:
        where: Path = (*path, "between") if stage.between else (*path, "days")
        message = f"the window {say_span(first, last)} is shorter than the stage ({say_count(stage.days, 'day')})"
        yield Finding(where, message, "widen the window, or shorten the stage", ((*path, "days"),))
    elif stage.all_within is not None and _most_days(stage, first) < stage.days:
        message = (
            f"all its events within {say_length(stage.all_within)}, but one event takes {say_count(stage.days, 'day')}"
        )
        yield Finding((*path, "all_within"), message, "raise it, or shorten the stage", ((*path, "days"),))
    inside = [week for week in stage.programme_weeks if _has_room(week, stage.days, first, last)]
    if stage.programme_weeks and stage.days > 7:
        message, hint = f"{stage.days} days do not fit one week", "shorten the stage, or take the weeks out"
        yield Finding((*path, "programme_weeks"), message, hint, ((*path, "days"),))
    elif stage.programme_weeks and not inside:
        message = "none of these weeks has room for the stage in its window"
        yield Finding((*path, "programme_weeks"), message, "mend the weeks or the window")
    else:
        for position, week in enumerate(stage.programme_weeks):
            if week not in inside:
                message = f"{week} has no room for the stage in its window"
                yield Finding((*path, "programme_weeks", position), message, "take it out", warning=True)


def _no_day(scenario: Scenario, name: str) -> Iterator[Finding]:
    """A window that is long enough, but has no run of working days that are not closed."""
    stage, programme = scenario.stages[name], scenario.programme
    if stage.between is None:
        return
    path: Path = ("stages", name, "between")
    first, last = max(programme.first, stage.between.first), min(programme.last, stage.between.last)
    for start in each_day(first, last):
        if end_of(start, stage.days) <= last and not any(day_obstacles(scenario, name, start, path)):
            return
    message = f"{say_span(first, last)} has no {say_count(stage.days, 'working day')} in a row that are not closed"
    if stage.days == 1:
        message = f"{say_span(first, last)} has no working day that is not closed"
    hint = "widen the window: as it stands its events cannot be held"
    yield Finding(path, message, hint, (_working_days(scenario, name)[1],), warning=True)


def _most_days(stage: Stage, first: date) -> int:
    """The most days that `all_within` can span."""
    if stage.all_within is None:
        return stage.days
    return stage.all_within.count * 31 if stage.all_within.unit == "m" else (
        add_lag(first, stage.all_within) - first).days  # fmt: skip


def _has_room(week: str, days: int, first: date, last: date) -> bool:
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    sunday = monday.toordinal() + 6
    return min(last.toordinal(), sunday) - max(first.toordinal(), monday.toordinal()) + 1 >= days


def _hours(stage: Stage, path: Path) -> Iterator[Finding]:
    if stage.hours and stage.hours.start >= stage.hours.end:
        yield Finding((*path, "hours"), f"ends at {stage.hours.end}, not after {stage.hours.start}", "swap them")
    for position, item in enumerate(stage.agenda):
        where: Path = (*path, "agenda", position)
        if item.day > stage.days:
            message = f"day {item.day} of an event of {say_count(stage.days, 'day')}"
            yield Finding((*where, "day"), message, "mend the day", ((*path, "days"),))
        if item.start and item.end and item.start >= item.end:
            yield Finding(where, f"ends at {item.end}, not after {item.start}", "swap them")
