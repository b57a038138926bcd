"""Whether a scenario's parts fit together: names that exist, orders without circles, amounts and pins that can be met."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.finding import Finding
from mentoring.domain.scenario import Scenario

__all__ = ["Finding", "find_problems"]


def find_problems(scenario: Scenario) -> Iterator[Finding]:
    """Everything in the scenario that contradicts itself or names what is not there, errors and warnings.

    Places count as known when they are cities, own places, or in `resolution.places`.
    """
    yield from ()
