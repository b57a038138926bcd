"""Why a need lacks mentors: what is found out about each candidate, and what would serve it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mentoring.analysis.clash import Room
from mentoring.analysis.reason import Reason
from mentoring.analysis.trial import Trial
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan

Kind = Literal[
    "helps", "falls out", "full", "no dates", "impossible", "others first", "goals first", "better", "not known"
]

Holds = Literal["nothing", "pairing", "rest"]
Looked = Literal["all", "cheapest", "near", "late", "not"]


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
    """A change with which the need is served and no other need loses a mentor, and the best plan with it.

    `asks` are its requests, none of them idle, and `cost` orders changes: less is easier to ask for. `pairings` serve
    the need then. `holds`: what beside the change is fixed in `trial`, as otherwise the best plan would serve others
    instead, or was not found in time: nothing, these pairings, or all pairings of some plan that serves the need.
    `changes` is what a what-if file would say, such pins included; `unpin` and `moves_confirmed` say what of it stands
    in the plan and in no scenario, as for a way out.
    Without `is_confirmed` the time was too short to be sure; a trial without a plan says that its price is not known.
    """

    asks: tuple[str, ...]
    pairings: tuple[Pairing, ...]
    cost: int
    trial: Trial
    holds: Holds = "nothing"
    changes: Mapping[str, Any] = field(default_factory=dict)
    unpin: tuple[str, ...] = ()
    moves_confirmed: bool = False
    is_confirmed: bool = True

    @property
    def said(self) -> str:
        """All that is asked for."""
        return " and ".join(self.asks)


@dataclass(frozen=True, slots=True)
class NeedReport:
    """Why one need lacks mentors: every candidate, the fitting first, and what would serve it, the cheapest first.

    `left` counts candidates that could not be planned with, as the time was over. `looked` says how far changes were
    looked for: `all`: no other would do, but for those told with more added; `cheapest`: none left is easier to ask
    for than the last told; `near`: the same among pairings near the need, as the programme is large; `late`: the time
    was over before; `not`: they were not looked for.
    """

    plan: Plan
    city: str
    theme: str
    missing: int
    priority: int
    candidates: tuple[Candidate, ...]
    ways: tuple[Way, ...]
    left: int = 0
    looked: Looked = "not"


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

    Nothing was planned anew: candidates that nothing speaks against are told as such. `left` counts needs and offers
    that nothing is told of, as the time was over.
    """

    plan: Plan
    needs: tuple[NeedReport, ...]
    offers: tuple[OfferReport, ...]
    left: int = 0
