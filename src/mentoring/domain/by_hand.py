"""Decisions made by hand about a plan: what is fixed, ruled out or called off, whatever is planned later."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from itertools import count
from typing import TYPE_CHECKING

from mentoring.domain.pin import Pin
from mentoring.domain.value import Text, Value

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario

PREFIX = "by-hand-"
"""How the names of pins begin that decisions made by hand put into a plan's scenario."""


class ByHand(Value):
    """One decision: a pin, or an event that is called off; and the revision of the plan it was made in."""

    pin: Pin | None = None
    cancelled: str | None = None
    why: Text = ""
    revision: int = 1

    def model_post_init(self, context: object, /) -> None:
        if (self.pin is None) == (self.cancelled is None):
            raise ValueError("a decision is a pin, or the id of an event that is called off")

    @property
    def subject(self) -> str:
        """What it is about: an event's id, a pairing, or two events; a later decision takes its place."""
        if self.pin is None:
            return str(self.cancelled)
        body = self.pin.body
        return body.event or body.pairing or " ".join(body.same_days or ())

    @property
    def reason(self) -> str:
        """Why, as it was said; may be empty."""
        return self.pin.why if self.pin is not None else self.why


def with_decisions(scenario: Scenario, decisions: Iterable[ByHand]) -> Scenario:
    """The scenario with what was decided by hand: its pins, and the events that are called off."""
    pins = dict(scenario.pins)
    cancelled = []
    for one in decisions:
        if one.pin is None:
            cancelled.append(one.subject)
        else:
            pins[free_name(one.subject, pins)] = one.pin
    resolution = scenario.resolution.model_copy(update={"cancelled": tuple(cancelled)})
    return scenario.model_copy(update={"pins": pins, "resolution": resolution})


def without_decisions(scenario: Scenario, decisions: Iterable[ByHand]) -> Scenario:
    """The scenario as its files say it, with nothing in it that was decided by hand."""
    ours = [one.pin for one in decisions if one.pin is not None]
    pins = {name: pin for name, pin in scenario.pins.items() if not (name.startswith(PREFIX) and pin in ours)}
    resolution = scenario.resolution.model_copy(update={"cancelled": ()})
    return scenario.model_copy(update={"pins": pins, "resolution": resolution})


def free_name(subject: str, taken: Container[str]) -> str:
    """The name of a pin about an event or pairing, and not yet taken."""
    words = "-".join(re.findall(r"[a-z0-9]+", subject))
    plain = PREFIX + words[: 50 - len(PREFIX)].rstrip("-")
    numbered = (f"{plain}-{number}" if number else plain for number in count())
    return next(name for name in numbered if name not in taken)
