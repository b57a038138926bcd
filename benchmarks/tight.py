"""Tight made-up programmes: hardly a plan exists, and how good one can be is hard to prove."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from benchmarks.absence import span

SPRING = (date(2027, 3, 1), date(2027, 6, 20))


def leave_one_facilitator(_: random.Random, document: dict[str, Any]) -> None:
    """One facilitator for all visits: some needs must stay unserved, and the week decides which."""
    name, person = next(iter(document["people"].items()))
    document["people"] = {name: person}
    document["programme"]["id"] += "-one-facilitator"


def close_spring(_: random.Random, document: dict[str, Any]) -> None:
    """Nothing takes place from March to June: what began before has to wait, and the lags have an end."""
    spring = span(*SPRING, "spring")
    document["programme"]["closed"] = [spring, *document["programme"]["closed"]]
    document["programme"]["id"] += "-closed-spring"
