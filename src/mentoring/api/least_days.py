"""A way out without any day that it does not need: of each request of days the least is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from mentoring.api.way_out import Confirm, Found, Part, is_kept, list_parts, write_out
from mentoring.domain.dates import each_day
from mentoring.domain.value import Period
from mentoring.rules.asking import stretches, without_days

if TYPE_CHECKING:
    from mentoring.api.plan_pin import PlanPins
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.model.clock import Clock

Days = frozenset[date]


@dataclass(frozen=True, slots=True)
class Opening:
    """Days that a way out takes out of a period (of the scenario's, at that key); `number` is the place of its part."""

    number: int
    key: str
    period: Period
    days: Days

    def spare(self) -> Iterator[Days]:
        """What may be too much: each range of days by itself, then the first and the last day of each."""
        ranges = stretches(self.days)
        if len(ranges) > 1:
            yield from (frozenset(each_day(*one)) for one in ranges)
        yield from (frozenset((day,)) for first, last in ranges if first < last for day in (first, last))


def ask_least(pins: PlanPins, found: Found, clock: Clock, confirm: Confirm, base: Scenario | None = None) -> Found:
    """The way out with as few requests, and in each with as few days, as there is a plan with.

    Each request, each range of days and the days at both its ends are left out one by one. Where the time is too
    short to tell whether one of them is needed, the way is told as one that may not be the cheapest.
    """
    if found.plan is None:
        return found
    found, is_sure = _without_idle_parts(pins, found, clock, confirm, base)
    needed: set[tuple[str, Days]] = set()
    while is_sure:
        step = next(
            (
                (opening, spare)
                for opening in _openings(pins.scenario, found.parts)
                for spare in opening.spare()
                if not any(key == opening.key and known <= spare for key, known in needed)
            ),
            None,
        )
        if step is None:
            break
        opening, spare = step
        fewer, is_sure = _without(pins, found, opening, spare, clock, confirm, base)
        if fewer is None:
            needed.add((opening.key, spare))
        else:
            found = fewer
    if is_sure:
        return found
    return replace(found, out=replace(found.out, is_cheapest=False))


def _without_idle_parts(
    pins: PlanPins, found: Found, clock: Clock, confirm: Confirm, base: Scenario | None
) -> tuple[Found, bool]:
    """Without requests that are not needed; those that alone hang on something are, in a way proven cheapest."""
    for part in found.parts if len(found.parts) > 1 else ():
        rest = tuple(one for one in found.parts if one is not part)
        others = {levers for one in rest for levers in one.levers}
        if found.way.is_cheapest and not part.levers <= others:
            continue
        made = write_out(pins, found.way, rest, base) if rest else None
        is_so, plan = _ask(made[1], clock, confirm) if made is not None else (False, None)
        if is_so is None:
            return found, False
        if made is not None and plan is not None:
            found = Found(made[0], replace(found.way, plan=plan), made[1], plan, rest)
    return found, True


def _ask(varied: Scenario, clock: Clock, confirm: Confirm) -> tuple[bool | None, Any]:
    return confirm(varied) if clock.left > 0 else (None, None)


def _openings(scenario: Scenario, parts: tuple[Part, ...]) -> Iterator[Opening]:
    for number, part in enumerate(parts):
        for key, value in part.values.items():
            period = _find(scenario, key)
            if isinstance(period, Period) and isinstance(value, list):
                yield Opening(number, key, period, _opened(period, value))


def _opened(period: Period, left: list[dict[str, Any]]) -> Days:
    """The days of a period that are in none of what is left of it."""
    closed = {day for one in left for day in each_day(_day(one["first"]), _day(one["last"]))}
    return frozenset(each_day(period.first, period.last)) - closed


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _find(value: Any, key: str) -> Any:
    """What stands at a dotted key of a scenario; None when nothing does."""
    for step in key.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, tuple | list):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = getattr(value, step, None)
    return value


def _without(
    pins: PlanPins, found: Found, opening: Opening, spare: Days, clock: Clock, confirm: Confirm, base: Scenario | None
) -> tuple[Found | None, bool]:
    """The way out without these days, if there is a plan without; and whether that could be told."""
    rest = without_days(opening.period, opening.days - spare)
    made = write_out(pins, found.way, _with(found.parts, opening, rest), base)
    is_so, plan = _ask(made[1], clock, confirm) if made is not None else (False, None)
    if plan is None:
        return None, is_so is not None
    way = replace(found.way, plan=plan)
    asked = list_parts(pins, way) or ()
    again = next((one for one in asked if opening.key in one.values), None)
    left = again.values[opening.key] if again is not None else [opening.period.model_dump(mode="json")]
    days = _opened(opening.period, left)
    if not days < opening.days:
        return None, True
    if again is not None and days:
        known = found.parts[opening.number]
        part = Part(again.ask, {**known.values, opening.key: left}, known.levers)
        parts = tuple(part if number == opening.number else one for number, one in enumerate(found.parts))
    else:
        parts = tuple(one for number, one in enumerate(found.parts) if number != opening.number)
    told = write_out(pins, way, parts, base) if parts else None
    if told is None:
        return None, True
    out, varied = told
    own = plan.model_copy(update={"scenario": varied})
    if is_kept(own):
        return Found(out, way, varied, own, parts), True
    is_so, other = _ask(varied, clock, confirm)
    return (Found(out, way, varied, other, parts) if is_so and other is not None else None), is_so is not None


def _with(parts: tuple[Part, ...], opening: Opening, value: list[dict[str, Any]]) -> tuple[Part, ...]:
    """The requests with another value for this period, wherever one of them speaks of it."""
    return tuple(
        replace(one, values={**one.values, opening.key: value}) if opening.key in one.values else one for one in parts
    )
