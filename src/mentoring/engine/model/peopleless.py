"""A frame in which nobody is sent anywhere: what the pairing model needs, which leaves open who is sent.

Every fact about a person is left out there, and with thousands of events and hundreds of persons that is most facts.
"""

from __future__ import annotations

from copy import copy

from mentoring.domain.pin import Pin
from mentoring.domain.scenario import Scenario
from mentoring.language.frame import Frame


def leave_out_people(frame: Frame) -> Frame:
    """The same pairings and events; rules and goals find no persons, and no stage that asks for some."""
    if not frame.scenario.people:
        return frame
    found = copy(frame)
    found.scenario = _without_people(frame.scenario)
    return found


def _without_people(scenario: Scenario) -> Scenario:
    stages = {name: stage.model_copy(update={"people": {}}) for name, stage in scenario.stages.items()}
    pins = {name: _without(pin) for name, pin in scenario.pins.items() if not (pin.negated and pin.negated.people)}
    return scenario.model_copy(update={"people": {}, "stages": stages, "pins": pins})


def _without(pin: Pin) -> Pin:
    """A pin on who is sent still says that the event is held."""
    return pin if pin.people is None else pin.model_copy(update={"people": None, "others": False})
