"""A plan as plain values for programs: what `--json` prints. The keys are a promise, kept by tests."""

from __future__ import annotations

from typing import Any

from mentoring.domain.dates import iso_week
from mentoring.domain.plan import GoalValue, Plan, PlannedEvent, PlannedPairing

Record = dict[str, Any]


def event_record(event: PlannedEvent) -> Record:
    """One event; `first` and `last` are both inside, `host` is null when nobody travels."""
    return {
        "id": event.id,
        "stage": event.stage,
        "mentor": event.mentor,
        "mentee": event.mentee,
        "theme": event.theme,
        "host": event.host,
        "participants": list(event.participants),
        "people": list(event.people),
        "first": event.first.isoformat(),
        "last": event.last.isoformat(),
        "week": iso_week(event.first),
        "status": event.status,
    }


def pairing_record(plan: Plan, pairing: PlannedPairing) -> Record:
    """One pairing; `km` one way."""
    pair = pairing.key
    return {
        "pairing": pairing.pairing,
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "theme": pair.theme,
        "fit": pairing.fit,
        "effort": pairing.effort,
        "km": plan.scenario.journeys.km(pair.mentor, pair.mentee),
        "status": pairing.status,
    }


def goal_record(goal: GoalValue) -> Record:
    """One goal; `bound` and `gap` are null when nothing is known, `gap` is a share."""
    return {
        "goal": goal.goal,
        "part": goal.part,
        "value": goal.value,
        "bound": goal.bound,
        "gap": goal.gap,
        "unit": goal.unit,
        "direction": goal.direction,
        "proven": goal.is_proven,
        "note": goal.note,
    }


def unserved_records(plan: Plan) -> list[Record]:
    """Needs that lack mentors."""
    keys = ("city", "theme", "missing", "priority", "reason")
    return [{key: getattr(one, key) for key in keys} for one in plan.unserved]


def unused_records(plan: Plan) -> list[Record]:
    """Offers with places left."""
    return [{key: getattr(one, key) for key in ("city", "theme", "free", "reason")} for one in plan.unused]


def plan_record(plan: Plan) -> Record:
    """The whole plan without its scenario."""
    return {
        "programme": plan.scenario.programme.id,
        "title": plan.scenario.programme.title,
        "status": plan.status,
        "revision": plan.revision,
        "pairings": [pairing_record(plan, pairing) for pairing in plan.pairings],
        "events": [event_record(event) for event in plan.events],
        "goals": [goal_record(goal) for goal in plan.goals],
        "unserved": unserved_records(plan),
        "unused": unused_records(plan),
    }


def city_record(plan: Plan, city: str) -> Record:
    """One city: its pairings and events. Contacts are left out, as this output is made to be passed on."""
    record = plan.scenario.cities[city]
    return {
        "city": city,
        "name": plan.scenario.name(city),
        "country": record.country,
        "pairings": [pairing_record(plan, one) for one in plan.pairings if city in (one.key.mentor, one.key.mentee)],
        "events": [event_record(one) for one in plan.events if city in one.participants or one.host == city],
        "unserved": [one for one in unserved_records(plan) if one["city"] == city],
        "unused": [one for one in unused_records(plan) if one["city"] == city],
    }
