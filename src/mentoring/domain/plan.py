"""A plan: the pairings and events decided, how good they are, and where everything came from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from mentoring.domain.appearance import drawn
from mentoring.domain.by_hand import ByHand
from mentoring.domain.event import Agenda
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.scenario import Scenario
from mentoring.domain.value import Day, Value

if TYPE_CHECKING:
    from mentoring.domain.account import Trip

PlanStatus = Literal["optimal", "feasible", "infeasible", "unknown"]
EventStatus = Literal["proposed", "announced", "confirmed", "done", "cancelled"]
PairingStatus = Literal["proposed", "accepted", "declined", "ended"]


class Journey(Value):
    """One city's or person's return trip to an event, for all its travellers."""

    who: str
    travellers: int
    km: int = Field(description="There and back, of one traveller.")
    mode: Literal["rail", "flight"]
    eur: int = Field(description="Travel and days of all travellers.")
    co2_kg: int = Field(description="Of all travellers.")
    in_rate_table: bool = Field(True, description="False: the distance is not in the table of unit costs.")


class PlannedEvent(Value):
    """One event with its host, participants, people and days (both inside)."""

    id: str
    stage: str
    mentor: str | None = None
    mentee: str | None = None
    theme: str | None = None
    host: str | None = Field(None, description="City or place; None when nobody travels.")
    participants: tuple[str, ...] = Field((), description="Cities, sorted.")
    people: tuple[str, ...] = Field((), description="Persons who are sent, sorted.")
    first: Day
    last: Day
    status: EventStatus = "proposed"
    sequence: int = Field(0, description="Times start, end, place, status, people or cities changed.")
    changed_in: int = Field(1, description="Revision it last changed in.")
    journeys: tuple[Journey, ...] = ()


class PlannedPairing(Value):
    """One pairing of the plan."""

    pairing: str
    fit: int
    effort: int = 1
    status: PairingStatus = "proposed"

    @property
    def key(self) -> Pairing:
        """Who mentors whom in which theme."""
        return parse_pairing(self.pairing)


class Unserved(Value):
    """A need that lacks mentors, and the short reason known."""

    city: str
    theme: str
    missing: int
    priority: int
    reason: str


class Unused(Value):
    """An offer that has places left, and the short reason known."""

    city: str
    theme: str
    free: int
    reason: str


CHANGED_BY_HAND = "changed by hand"
"""The note of a goal of which less is known since somebody changed the plan by hand."""


class GoalValue(Value):
    """How good the plan is in one goal, and how good any plan could be given the goals before it."""

    goal: str
    part: Literal["pairing", "dates"]
    value: int
    bound: int | None = Field(description="No plan can be better than this; None: nothing is known.")
    gap: float | None = Field(description="|value - bound| / max(1, |value|).")
    unit: str
    direction: Literal["least", "most"]
    tolerance: int = Field(0, description="What may be given up for later goals, in hundredths of a percent.")
    note: str = ""
    proven: bool | None = Field(None, description="Whether the search settled it; absent: when value and bound meet.")

    @property
    def is_proven(self) -> bool:
        """Whether no plan can be better, but for what a tolerance gave to later goals (`note` says how much)."""
        return self.bound == self.value if self.proven is None else self.proven


class Revision(Value):
    """One version of the plan."""

    number: int
    made_at: str = Field(description="UTC, as 2013-02-01T09:00:00Z.")
    why: str = ""


class Plan(Value):
    """Everything later verbs need: the scenario as resolved, the decisions, the goals, the history."""

    format: Literal[1] = 1
    scenario: Scenario
    status: PlanStatus
    pairings: tuple[PlannedPairing, ...] = ()
    events: tuple[PlannedEvent, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    unused: tuple[Unused, ...] = ()
    goals: tuple[GoalValue, ...] = ()
    revision: int = 1
    why: str = Field("", description="What this revision was made for.")
    revisions: tuple[Revision, ...] = Field((), description="Past revisions; when this one was made stands in `run`.")
    history: tuple[dict[str, Any], ...] = Field((), description="Past revisions as merge patches backwards.")
    decisions: tuple[ByHand, ...] = Field((), description="What was fixed or called off by hand.")
    positions: dict[str, str] = Field({}, description="file:line:column of every value of the scenario chain.")
    run: dict[str, Any] = Field({}, description="made_at, seconds, progress, machine: may differ between equal runs.")

    def made_at(self, revision: int) -> str | None:
        """When a revision was made (UTC, as 2013-02-01T09:00:00Z); None when the plan does not know."""
        if revision == self.revision:
            return str(self.run["made_at"]) if self.run.get("made_at") else None
        return next((past.made_at for past in self.revisions if past.number == revision), None)

    def _repr_html_(self) -> str | None:
        """The plan in a notebook."""
        return drawn(self)

    @cached_property
    def paired(self) -> frozenset[Pairing]:
        """The pairings as a set."""
        return frozenset(pairing.key for pairing in self.pairings)

    @cached_property
    def by_id(self) -> dict[str, PlannedEvent]:
        """Events that are not cancelled, by id."""
        return {event.id: event for event in self.events if event.status != "cancelled"}

    @property
    def held(self) -> tuple[PlannedEvent, ...]:
        """Events that are not cancelled."""
        return tuple(self.by_id.values())

    @cached_property
    def trips(self) -> tuple[Trip, ...]:
        """Every stay away from home, counted once for all the rules and goals that add them up."""
        from mentoring.domain.account import count_trips  # which counts plans, and so needs this module

        return tuple(count_trips(self))

    @cached_property
    def agenda(self) -> Agenda:
        """The events that follow from the pairings, whatever `events` says."""
        return Agenda(self.scenario, self.paired)
