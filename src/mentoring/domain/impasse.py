"""Why there is no plan: facts of the scenario that clash, and ways out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from mentoring.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Cause:
    """One fact that clashes with others: a sentence without its full stop, and where it stands.

    `rule` is the slug of the rule that says so, `keys` the dotted keys of the scenario it comes from, the most telling
    first, `places` where those stand, as file:line:column. `can_be_asked` is false for what nobody can change.
    """

    sentence: str
    rule: str
    keys: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    can_be_asked: bool = True


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts that cannot all hold; if any one of them gives way, the others can.

    `is_confirmed`: both were tried out, and that they clash was found in two ways.
    """

    causes: tuple[Cause, ...]
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class WayOut:
    """What to ask for so that there is a plan: one sentence for each thing, and the what-if that changes them all.

    `changes` is what a what-if file would say. `cost` orders ways out: less is easier to ask for. What stands in the
    earlier plan and in no scenario is not among the changes: `unpin` names what would be taken back of what was decided
    by hand, as `unpin` takes it, and `moves_confirmed` says that confirmed events would have to move.

    `lacking` counts needs that lack a mentor though they could have one, in the plan with it that serves needs best
    (None: not known); without `has_pairings` that plan has no pairing, and the way goes last. `is_confirmed`: it was
    tried, and there is a plan with it; else the time was too short to try it. `is_cheapest`: none that is as easy to
    ask for was passed over.
    """

    asks: tuple[str, ...]
    changes: dict[str, Any]
    cost: int
    unpin: tuple[str, ...] = ()
    moves_confirmed: bool = False
    lacking: int | None = None
    has_pairings: bool = True
    is_confirmed: bool = True
    is_cheapest: bool = True


@dataclass(frozen=True, slots=True)
class Impasse:
    """The answer to "why is there no plan?".

    `infeasible`: there is none, and this is proven; `feasible`: there is one after all; `unknown`: the time was too
    short, or the programme too large, to tell. `ways` were tried, each: with it there is a plan (but for those that say
    otherwise); where `is_cut_short` the time ended before all of them were looked at; where `is_rest_dear` others ask
    for a great deal at once and are left out. `note` says what else is known, where nothing smaller could be told.
    """

    scenario: Scenario
    status: Literal["infeasible", "feasible", "unknown"]
    conflicts: tuple[Conflict, ...] = ()
    ways: tuple[WayOut, ...] = ()
    note: str = ""
    seconds: float = 0.0
    is_cut_short: bool = False
    is_rest_dear: bool = False
