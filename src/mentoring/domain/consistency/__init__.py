"""Whether a scenario's parts fit together: known names, orders without circles, amounts and pins that can be met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mentoring.domain.consistency.amount import find_bad_amounts
from mentoring.domain.consistency.colour import find_bad_colours
from mentoring.domain.consistency.conflict import find_conflicts
from mentoring.domain.consistency.doubt import find_doubts
from mentoring.domain.consistency.finding import Finding, suggest
from mentoring.domain.consistency.name import find_unknown_names
from mentoring.domain.consistency.order import find_bad_orders
from mentoring.domain.consistency.pin import find_bad_pins
from mentoring.domain.consistency.setting import find_bad_settings
from mentoring.domain.consistency.shape import find_bad_shapes
from mentoring.domain.consistency.staff import find_missing_people
from mentoring.domain.consistency.zone import find_unknown_zones
from mentoring.domain.scenario import Scenario

__all__ = ["Finding", "find_problems", "suggest"]


def find_problems(scenario: Scenario) -> Iterator[Finding]:
    """Everything in the scenario that contradicts itself or names what is not there, errors and warnings.

    Places count as known when they are cities, own places, or in `resolution.places`; names of packaged tables are
    the reading's affair. Pins are compared with each other only when the stages and all pins are sound by themselves.
    """
    is_sound = True
    for finding in _outside_pins(scenario):  # one by one: whoever has seen enough stops asking
        is_sound = is_sound and finding.warning
        yield finding
    yield from find_bad_amounts(scenario)
    yield from find_bad_settings(scenario)
    yield from find_unknown_zones(scenario)
    yield from find_bad_pins(scenario)
    if is_sound:
        yield from (replace(one, clash=not one.warning) for one in find_conflicts(scenario))
    yield from find_bad_colours(scenario)
    yield from find_doubts(scenario)


def _outside_pins(scenario: Scenario) -> Iterator[Finding]:
    yield from find_unknown_names(scenario)
    yield from find_bad_orders(scenario)
    for stage in scenario.stages:
        yield from find_bad_shapes(scenario, stage)
        yield from find_missing_people(scenario, stage)
