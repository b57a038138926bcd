"""Pairs that pins speak of: the exact model must know them, however far from the best they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.scenario import Scenario
from mentoring.engine.network.block import ThemeBlock


def list_pinned(scenario: Scenario, blocks: Sequence[ThemeBlock]) -> set[Pairing]:
    """Pairs that pins name, and every pair that an event gathered around one city and named by a pin could have."""
    found: set[Pairing] = set()
    for pin in scenario.pins.values():
        if pin.negated is None:
            found |= {parse_pairing(pin.body.pairing)} if pin.body.pairing else set()
            for event in (*((pin.body.event,) if pin.body.event else ()), *(pin.body.same_days or ())):
                found |= _of_event(scenario, blocks, event)
    return found


def _of_event(scenario: Scenario, blocks: Sequence[ThemeBlock], event: str) -> set[Pairing]:
    stage, *group = event.split("/")
    gathers = scenario.stages[stage].gathers if stage in scenario.stages else "all"
    if gathers == "pairing" and len(group) == 3:
        return {Pairing(*group)}
    for block in blocks:
        if len(group) == 2 and block.theme == group[1]:
            cells = np.zeros(block.shape, dtype=np.bool_)
            if gathers == "mentor" and group[0] in block.row:
                cells[block.row[group[0]]] = True
            if gathers == "mentee" and group[0] in block.column:
                cells[:, block.column[group[0]]] = True
            return set(block.pairings(cells & block.open))
    return set()
