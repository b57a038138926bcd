"""How many events send other people than before. No goal of its own: what it asks for costs no goal anything."""

from __future__ import annotations

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.goals.changes import EVENT_WEIGHTS
from mentoring.language.declaration import Cost, Measure
from mentoring.language.fact import AtLeast, Fact, TakesPart
from mentoring.language.frame import Frame, Part


class SamePeople(Goal):
    """Whoever was to be sent to an event of an earlier plan is: the weight of the events that lack somebody, least.

    An event weighs 1, 10 or 100 as it was proposed, announced or confirmed; of as many events it is better when fewer
    persons are missing. One that is not held lacks everybody; one that sends people only now lacks nobody."""

    slug = "changed-people"
    unit = "weight"

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        """Everybody counts as missing, less who is there."""
        most = _most(frame.against)
        kept: list[tuple[Fact, int]] = []
        constant = 0
        for old in frame.against.held if frame.against is not None else ():
            weight = EVENT_WEIGHTS[old.status]
            there = tuple(TakesPart(old.id, who) for who in dict.fromkeys(old.people))
            if there:
                kept.append((AtLeast(there, len(there)), -weight * most))
                kept.extend((one, -weight) for one in there)
                constant += weight * (most + len(there))
        return Cost(tuple(kept), constant=constant)

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        """Counted event by event in a finished plan."""
        most = _most(against)
        found = 0
        for old in against.held if against is not None else ():
            now = plan.by_id.get(old.id)
            missing = len({*old.people} - {*(now.people if now is not None else ())})
            found += EVENT_WEIGHTS[old.status] * (missing + most * (missing > 0))
        return found


def _most(against: Plan | None) -> int:
    """More than all persons that a plan sends, counted for each event: so much weighs that an event changes at all."""
    return 1 + sum(len({*old.people}) for old in against.held) if against is not None else 1
