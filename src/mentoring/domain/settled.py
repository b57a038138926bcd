"""What an earlier plan has settled: events that are done, or confirmed to the cities, stay as they are."""

from __future__ import annotations

from mentoring.domain.event import Agenda
from mentoring.domain.pin import Pin
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario


def is_settled(event: PlannedEvent, scenario: Scenario) -> bool:
    """Whether an event never moves: done, confirmed, or over before the day the new plan is made."""
    return event.status in ("done", "confirmed") or event.last < scenario.planned_on


def keep_settled(scenario: Scenario, earlier: Plan) -> Scenario:
    """The scenario with pins for the days, hosts and people of the earlier plan's settled events.

    Events that the scenario no longer knows (their city or stage has gone) are left out.
    """
    agenda = Agenda(scenario, scenario.conceivable)
    pins: dict[str, Pin] = {}
    for event in earlier.held:
        if event.id not in agenda.events or not is_settled(event, scenario):
            continue
        free = next(
            name for number in range(len(scenario.pins) + 1) if (name := _name(event, number)) not in scenario.pins
        )
        why = "done" if event.status == "done" or event.last < scenario.planned_on else "confirmed"
        pins[free] = Pin(
            event=event.id,
            first=event.first,
            host=event.host,
            people=event.people if scenario.stages[event.stage].people else None,
            why=f"{why} in revision {earlier.revision}",
        )
    return scenario.model_copy(update={"pins": scenario.pins | pins}) if pins else scenario


def _name(event: PlannedEvent, number: int) -> str:
    plain = "kept-" + event.id.replace("/", "-")[:50].rstrip("-")
    return f"{plain}-{number}" if number else plain
