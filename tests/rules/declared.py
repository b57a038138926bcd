"""Reads declarations against a finished plan, straight from their docstrings: the declared half without a solver."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import combinations

from mentoring.domain.dates import earliest_after, free_days, iso_week, latest_after, month_of
from mentoring.domain.plan import Plan
from mentoring.language.declaration import (
    Apart,
    Choose,
    Days,
    Declaration,
    Differ,
    Forbid,
    Lag,
    Limit,
    Require,
    Term,
    Together,
)
from mentoring.language.fact import AnyOf, AtLeast, Fact, Goes, Held, Hosts, Paired, TakesPart, Without, event_of
from mentoring.language.frame import Frame
from mentoring.rules.base import Rule


def frame_of(plan: Plan) -> Frame:
    """The frame that the plan was chosen from: every conceivable pairing is a candidate."""
    return Frame(plan.scenario, plan.scenario.conceivable)


def broken(rule: Rule, plan: Plan, frame: Frame | None = None) -> list[Declaration]:
    """The rule's declarations that the plan does not keep."""
    frame = frame or frame_of(plan)
    if not rule.applies(plan.scenario):
        return []
    return [declaration for declaration in rule.declare(frame) if not holds(declaration, plan, frame)]


def is_true(fact: Fact, plan: Plan) -> bool:
    if isinstance(fact, Paired):
        return fact.pair in plan.paired
    if isinstance(fact, AnyOf):
        return any(is_true(one, plan) for one in fact.facts)
    if isinstance(fact, AtLeast):
        return sum(is_true(one, plan) for one in fact.facts) >= fact.count
    if isinstance(fact, Without):
        return is_true(fact.fact, plan) and not any(is_true(other, plan) for other in fact.unless)
    event = plan.by_id.get(fact.event)
    if event is None:
        return False
    if isinstance(fact, Held):
        return True
    if isinstance(fact, Hosts):
        return event.host == fact.place
    there = fact.who in event.participants or fact.who in event.people
    return there and (isinstance(fact, TakesPart) or (isinstance(fact, Goes) and event.host == fact.place))


def holds(declaration: Declaration, plan: Plan, frame: Frame) -> bool:
    match declaration:
        case Forbid(fact):
            return not is_true(fact, plan)
        case Require(fact):
            return is_true(fact, plan)
        case Choose(facts, count, when):
            wanted = count if when is None or is_true(when, plan) else 0
            return sum(is_true(fact, plan) for fact in facts) == wanted
        case Limit():
            return _keeps_limit(declaration, plan)
        case Days(event, mask, when):
            if event not in plan.by_id or (when is not None and not is_true(when, plan)):
                return True
            start_day = frame.day(plan.by_id[event].first)
            return 0 <= start_day < frame.horizon and bool(mask >> start_day & 1)
        case Lag():
            return _keeps_lag(declaration, plan)
        case Together():
            return all(_keeps_lag(lag, plan) for lag in declaration.lags(declaration.events))
        case Apart():
            return _keeps_apart(declaration, plan)
        case Differ(one, other):
            both = one in plan.by_id and other in plan.by_id
            return not both or plan.by_id[one].first != plan.by_id[other].first


def _keeps_limit(limit: Limit, plan: Plan) -> bool:
    terms = [term for term in limit.terms if is_true(term.fact, plan)]
    if limit.per != "all":
        assert limit.at_least is None
        assert not limit.or_none
        sums = Counter[object]()
        for term in terms:
            sums.update(dict.fromkeys(_counted(term, limit.per, plan), term.weight))
        return limit.at_most is None or all(number <= limit.at_most for number in sums.values())
    total = sum(term.weight for term in terms)
    if limit.or_none and total == 0:
        return True
    return (limit.at_most is None or total <= limit.at_most) and (limit.at_least is None or total >= limit.at_least)


def _counted(term: Term, per: str, plan: Plan) -> list[object]:
    event = plan.by_id[event_of(term.fact)]
    if per == "week":
        return [iso_week(event.first)]
    if per == "month":
        return [month_of(event.first)]
    days: list[object] = []
    for number in range(-term.lead, (event.last - event.first).days + 1 + term.tail):
        day = event.first + timedelta(days=number)
        if term.body or not event.first <= day <= event.last:
            days.append(day)
    return days


def _keeps_lag(lag: Lag, plan: Plan) -> bool:
    earlier, later = plan.by_id.get(lag.earlier), plan.by_id.get(lag.later)
    if earlier is None or later is None or (lag.when is not None and not plan.paired & set(lag.when)):
        return True
    if lag.min is not None and later.first < earliest_after(earlier.last, lag.min):
        return False
    return lag.max is None or later.first <= latest_after(earlier.last, lag.max)


def _keeps_apart(apart: Apart, plan: Plan) -> bool:
    for one, two in combinations([stay for stay in apart.stays if is_true(stay.fact, plan)], 2):
        needed = apart.needed(one, two)
        if needed is None:
            continue
        first, second = sorted((plan.by_id[one.event], plan.by_id[two.event]), key=lambda event: event.first)
        if free_days(first.last, second.first) < needed:
            return False
    return True
