"""What a mishap does to a plan: needs lost, events disturbed, who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mentoring.analysis.difference import Difference, EventChange, compare
from mentoring.analysis.stand_in import Deputy, StandIn, deputies, stand_ins
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan

Kind = Literal["city", "person", "weeks"]


@dataclass(frozen=True, slots=True)
class Mishap:
    """One thing that may go wrong: a city or person drops out (`who`), or cities cannot meet in some weeks.

    `weeks` are the Mondays of the closed weeks by city.
    """

    kind: Kind
    who: str = ""
    weeks: tuple[tuple[str, tuple[date, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Harm:
    """What a mishap does: how the plan made anew differs from the one drilled.

    `lost` are needs (city, theme) of those who are still there with so many more mentors missing; `disturbed` are
    their events that lie elsewhere, on other days or with other people, or are dropped. `stand_ins` are all who could
    mentor those whose mentor is gone, `deputies` all who could go where a person was to go; those whom the new plan
    uses are marked. `reserves` are offers (city, theme) used that were kept in reserve. `status` and `reason` are those
    of the planning, `file` holds the plan; `difference` is None where there is none.
    """

    mishap: Mishap
    status: str
    reason: str = ""
    file: str = ""
    difference: Difference | None = None
    lost: tuple[tuple[str, str, int], ...] = ()
    lost_priority: int = 0
    disturbed: tuple[EventChange, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    deputies: tuple[Deputy, ...] = ()
    reserves: tuple[tuple[str, str], ...] = ()

    @property
    def rank(self) -> tuple[object, ...]:
        """The more harm, the earlier: no plan at all, then needs lost by priority, then events disturbed."""
        who = (self.mishap.who, self.mishap.weeks)
        if self.difference is None:
            return 0 if self.status == "infeasible" else 1, 0, 0, 0, self.mishap.kind, *who
        lost = sum(missing for *_, missing in self.lost)
        return 2, -self.lost_priority, -lost, -len(self.disturbed), self.mishap.kind, *who


def judge(
    before: Plan,
    mishap: Mishap,
    after: Plan | None,
    status: str,
    reason: str = "",
    file: str = "",
    possible: Iterable[tuple[Pairing, int]] = (),
) -> Harm:
    """What the mishap did, seen in the plan made after it; without one `status` and `reason` tell why.

    `possible` are all pairings, with their fit, that the rules allow those whose mentor is gone.
    """
    instead = stand_ins(before, after, possible)
    deputed = deputies(before, after, mishap.who) if mishap.kind == "person" else ()
    if after is None:
        return Harm(mishap, status, reason, file, stand_ins=instead, deputies=deputed)
    difference = compare(before, after)
    there = after.scenario.cities
    lost = tuple(
        (one.city, one.theme, one.after - one.before)
        for one in difference.needs
        if one.after > one.before and one.city in there
    )
    priorities = {(one.city, one.theme): one.priority for one in after.unserved}
    reserves = tuple(
        (one.key.mentor, one.key.theme)
        for one in difference.gained
        if before.scenario.cities[one.key.mentor].offers[one.key.theme].reserve
    )
    return Harm(
        mishap,
        status,
        reason,
        file,
        difference,
        lost,
        sum(priorities[city, theme] * missing for city, theme, missing in lost),
        tuple(change for change in difference.events if _is_disturbed(change, mishap.who)),
        instead,
        deputed,
        tuple(dict.fromkeys(reserves)),
    )


def _is_disturbed(change: EventChange, who: str) -> bool:
    """Whether those who are still there notice: that somebody is missing among the guests is no change for them."""
    if change.before is None:
        return False
    if change.after is None:
        return who not in (change.before.mentor, change.before.mentee)
    return bool({"moved", "re-hosted", "other people"} & set(change.kinds))
