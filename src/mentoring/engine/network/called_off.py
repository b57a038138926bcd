"""What the network is told where events are called off by hand: their stages never were.

Its prices are those of whole stages. Without a stage it knows less of what pairings cost and forbid, so what it says
no plan can undercut stays true; the exact model, which knows every event, decides.
"""

from __future__ import annotations

from mentoring.domain.pin import Pin
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario


def leave_out_stages(scenario: Scenario, against: Plan | None) -> tuple[Scenario, Plan | None]:
    """The scenario and the earlier plan without stages of which an event is called off, and those at their hosts."""
    gone = {event.split("/")[0] for event in scenario.resolution.cancelled} & scenario.stages.keys()
    for _ in scenario.stages:
        gone |= {name for name, stage in scenario.stages.items() if stage.same_as in gone}
    if not gone:
        return scenario, against
    stages = {
        name: stage.model_copy(
            update={"after": {other: lag for other, lag in stage.after.items() if other not in gone}}
        )
        for name, stage in scenario.stages.items()
        if name not in gone
    }
    pins = {name: kept for name, pin in scenario.pins.items() if (kept := _kept(pin, gone)) is not None}
    if against is not None:
        events = tuple(event for event in against.events if event.stage not in gone)
        against = against.model_copy(update={"events": events})
    return scenario.model_copy(update={"stages": stages, "pins": pins}), against


def _kept(pin: Pin, gone: set[str]) -> Pin | None:
    """What is left of a pin: of one about a pairing's own event, that the pairing is made."""
    named = [event for event in (pin.body.event, *(pin.body.same_days or ())) if event]
    if not any(event.split("/")[0] in gone for event in named):
        return pin
    parts = named[0].split("/")[1:]
    if pin.negated is not None or len(parts) < 3:
        return None
    return Pin(pairing=f"{parts[0]} > {parts[1]} in {parts[2]}")
