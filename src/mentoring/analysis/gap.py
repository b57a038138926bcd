"""Why a need lacks mentors: what is found out about each candidate, and what would serve it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mentoring.analysis.clash import Room
from mentoring.analysis.reason import Reason
from mentoring.analysis.trial import Trial
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan

Kind = Literal[
    "helps", "falls out", "full", "no dates", "impossible", "others first", "goals first", "better", "not known"
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One city that offers what is needed, and why the plan does not have it as mentor.

    `kind`: `falls out` by itself; `full`, `no dates` beside the rest of the plan; `impossible` whatever else is in the
    plan; `others first`: with it other needs would go without; `goals first`: with it a goal that counts would be
    worse; `helps` already; `better`: the plan is not the best there is. `trial` is the best plan that has the pairing.
    """

    pairing: Pairing
    kind: Kind
    fit: int
    reasons: tuple[Reason, ...] = ()
    rooms: tuple[Room, ...] = ()
    trial: Trial | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A change with which the need is served and no other need loses a mentor, and the best plan with it."""

    said: str
    pairing: Pairing
    size: int
    trial: Trial
    rest_held: bool = False


@dataclass(frozen=True, slots=True)
class NeedReport:
    """Why one need lacks mentors: every candidate, the fitting first, and what would serve it, the cheapest first.

    `left` counts changes that were not tried, as the time was over.
    """

    plan: Plan
    city: str
    theme: str
    missing: int
    priority: int
    candidates: tuple[Candidate, ...]
    ways: tuple[Way, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Mentee:
    """One city that needs what an unused offer has, and why it is not its mentee: the rules, or whom it has instead."""

    pairing: Pairing
    reasons: tuple[Reason, ...] = ()
    helped_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferReport:
    """An offer with places left, and every city that it could have helped."""

    city: str
    theme: str
    free: int
    mentees: tuple[Mentee, ...]


@dataclass(frozen=True, slots=True)
class GapReport:
    """Everything a plan leaves open: needs without a mentor and offers without a mentee, each with the reasons.

    Nothing was planned anew: candidates that nothing speaks against are told as such.
    """

    plan: Plan
    needs: tuple[NeedReport, ...]
    offers: tuple[OfferReport, ...]
