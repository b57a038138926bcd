"""Decide by hand: each decision is checked by the rules, makes a new revision, and is kept by all later planning.

A decision takes a plan and gives the next one; nothing is written here. What a rule forbids is not done.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from mentoring.errors import ForbiddenError, Problem, UsageError

if TYPE_CHECKING:
    from mentoring.domain.by_hand import ByHand
    from mentoring.domain.plan import Plan, PlannedEvent, PlannedPairing, Unserved, Unused
    from mentoring.domain.scenario import Scenario
    from mentoring.rules.base import Violation

MOST_SAID = 3
"""Sentences about one decision that its revision keeps; more are counted."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The plan after a decision; `said` is what changed, a sentence each; nothing: the plan is the one before.

    `broken` are rules that the plan no longer keeps and must be planned anew for, where what was decided is a fact
    that no rule can forbid.
    """

    plan: Plan
    said: tuple[str, ...] = ()
    broken: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a decision makes of a plan, before it is checked and has its place after the earlier one.

    `subjects` are events and pairings of which earlier decisions are taken back, `added` what is decided instead.
    `is_freer` says that plans are possible now that were not before: then nothing that was proven holds any longer.
    `follows` is what comes of it without being asked for: it is told, but no part of what the revision was made for.
    """

    said: tuple[str, ...]
    follows: tuple[str, ...] = field(default=(), kw_only=True)
    subjects: Collection[str] = ()
    added: tuple[ByHand, ...] = ()
    events: tuple[PlannedEvent, ...] | None = None
    pairings: tuple[PlannedPairing, ...] | None = None
    unserved: tuple[Unserved, ...] | None = None
    unused: tuple[Unused, ...] | None = None
    is_freer: bool = False
    is_fact: bool = False  # no rule can forbid it


def find_event(plan: Plan, name: str) -> PlannedEvent:
    """The event of that id or short name (`visit/milan`, `Oslo > Milan`), cancelled or not.

    Raises UsageError with the nearest ids.
    """
    found = {event.id: event for event in plan.events}
    if name in found:
        return found[name]
    import difflib

    from mentoring.api.short_name import find_short

    if (meant := find_short(plan, name)) is not None:
        return meant
    within = [known for known in found if set(name.split("/")) <= set(known.split("/"))]
    near = within or difflib.get_close_matches(name, found, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near[:3])}?" if near else "`mentoring show PLAN events` lists them"
    raise UsageError(f"the plan has no event {name!r}: {hint}")


def check_open(event: PlannedEvent, plan: Plan) -> None:
    """Raises ForbiddenError for what is over or cancelled: no decision changes that."""
    from mentoring.domain.naming import name_event

    name = name_event(plan.scenario, event.id)
    if event.status == "done" or (event.last < plan.scenario.planned_on and event.status != "cancelled"):
        raise ForbiddenError([Problem("", f"{name} has taken place: what is done does not change")])
    if event.status == "cancelled":
        raise ForbiddenError([Problem("", f"{name} is cancelled", _way_back(event, plan))])


def _way_back(event: PlannedEvent, plan: Plan) -> str:
    """How a cancelled event may be held again: by taking back what was decided by hand, where that called it off."""
    pair = f"{event.mentor} > {event.mentee} in {event.theme}"
    for subject, command in ((event.id, event.id), (pair, repr(pair))):
        if decision_about(plan, subject) is not None:
            return f"mentoring unpin PLAN {command}, then replan"
    return "mentoring replan PLAN, which holds it again where it fits"


def begin_with_status(plan: Plan, event: PlannedEvent) -> str:
    """`Visit (Oslo > Milan), which was confirmed,`: the event, and what its cities were told of it."""
    from mentoring.domain.naming import begin_with_event

    name = begin_with_event(plan.scenario, event.id)
    return f"{name}, which was {event.status}," if event.status in ("announced", "confirmed") else name


def decided_scenario(plan: Plan, draft: Draft) -> tuple[Scenario, tuple[ByHand, ...]]:
    """The plan's scenario with the decision in it, and all decisions as they stand now."""
    from mentoring.domain.by_hand import with_decisions, without_decisions
    from mentoring.domain.settled import without_settled

    kept = tuple(one for one in plan.decisions if one.subject not in draft.subjects)
    decisions = (*kept, *draft.added)
    bare = without_settled(without_decisions(plan.scenario, plan.decisions), draft.subjects)
    return with_decisions(bare, decisions), decisions


def apply(plan: Plan, draft: Draft, *, why: str = "", at: str | None = None) -> Decided:
    """The plan with what was decided, as its next revision.

    Raises:
        ForbiddenError: when a rule or the scenario forbids it, unless it is a fact; nothing has changed then.
        UsageError: when `at` is no time.
    """
    from mentoring.analysis.free_day import find_broken, list_broken
    from mentoring.files.moment import moment
    from mentoring.files.revision import follow
    from mentoring.rules import check_plan

    made_at = moment(at)
    scenario, decisions = decided_scenario(plan, draft)
    _check_scenario(plan, scenario)
    update = {"scenario": scenario} | {
        key: value for key in ("events", "pairings", "unserved", "unused") if (value := getattr(draft, key)) is not None
    }
    made = _with_accepted(plan.model_copy(update=update), plan.scenario)
    known = list_broken(plan)
    # What a fact breaks is told shortly: of a plan that is no longer whole only that.
    broken = [one for one in check_plan(made) if one not in known] if draft.is_fact else find_broken(made, known)
    if broken and not draft.is_fact:
        raise ForbiddenError([say_violation(plan, one) for one in broken])
    made = _counted(made, plan, draft)
    because = _summary(draft.said) + (f": {why}" if why else "")
    next_one = follow(made, plan, dict(plan.positions), why=because, decisions=decisions, is_by_hand=True)
    said = (*draft.said, *draft.follows)
    return Decided(next_one.model_copy(update={"run": {"made_at": made_at}}), said, tuple(broken))


def _summary(said: Sequence[str]) -> str:
    """The sentences in one line; many are counted."""
    few = said if len(said) <= MOST_SAID else [*said[: MOST_SAID - 1], f"{len(said) - MOST_SAID + 1} more so"]
    return "; ".join(few)


def say_violation(plan: Plan, broken: Violation) -> Problem:
    """What a rule says against a decision, with the place of a pin of the scenario's files."""
    from mentoring.api.carry import nearest
    from mentoring.api.replan import read_places

    place = nearest(f"pins.{broken.subject[0]}", read_places(plan)) if broken.rule == "pin" else None
    return Problem("", broken.message, "", place, rule=broken.rule)


def _check_scenario(plan: Plan, scenario: Scenario) -> None:
    """Raises ForbiddenError where the decision contradicts the scenario: such a plan could not be read again."""
    from mentoring.api.carry import nearest
    from mentoring.api.replan import own_scenario, read_places
    from mentoring.domain.consistency import find_problems
    from mentoring.domain.naming import say_plainly

    own = own_scenario(plan).pins
    new = [finding for finding in find_problems(scenario) if not finding.warning]
    places = read_places(plan)
    found = []
    for finding in new:
        theirs = [path for path in (finding.path, *finding.also) if path[0] != "pins" or path[1] in own]
        place = nearest(".".join(map(str, theirs[0])), places) if theirs else None
        is_ours = finding.path[0] == "pins" and finding.path[1] not in own
        key = "" if is_ours else ".".join(map(str, finding.path))
        said = say_plainly(finding.message)
        is_bare = is_ours and said.startswith(("rules out ", "fixes "))
        hint = "take it out of the scenario if it holds no longer" if is_bare else finding.hint
        found.append(Problem(key, f"this {said}" if is_bare else said, hint, place))
    if found:
        raise ForbiddenError(found)


def _with_accepted(made: Plan, before: Scenario) -> Plan:
    """The plan with pairings accepted that are agreed now, and proposed again that were so before and are not now."""
    from mentoring.domain.settled import agreed_pairings

    fixed, was = agreed_pairings(made.scenario), agreed_pairings(before)
    if fixed == was:
        return made
    pairings = tuple(
        one.model_copy(update={"status": "accepted" if one.key in fixed else "proposed"})
        if (one.key in fixed) != (one.key in was)
        else one
        for one in made.pairings
    )
    return made.model_copy(update={"pairings": pairings})


def _counted(made: Plan, plan: Plan, draft: Draft) -> Plan:
    """The plan with its journeys and goals counted anew, where they may have changed."""
    from mentoring.analysis.standing import with_goals_by_hand
    from mentoring.domain.account import list_journeys

    is_same = [(event.id, event.first, event.host, event.participants) for event in made.held] == [
        (event.id, event.first, event.host, event.participants) for event in plan.held
    ]
    moved = {"changes", "blocking"} if _is_judged_anew(made, plan) else {"changes"}
    if is_same and made.paired == plan.paired and not draft.is_freer and "blocking" not in moved:
        return made
    if not is_same:
        events = tuple(
            event if event.status == "cancelled" else event.model_copy(update={"journeys": list_journeys(made, event)})
            for event in made.events
        )
        made = made.model_copy(update={"events": events})
    # What was proven after `changes` was proven given what changed then; now it counts against another plan.
    known = () if draft.is_freer else tuple(takewhile(lambda goal: goal.goal not in moved, plan.goals))
    return with_goals_by_hand(made, plan, known)


def _is_judged_anew(made: Plan, plan: Plan) -> bool:
    """Whether `blocking` is among the goals, and other pairs than before could rather work with each other."""
    from mentoring.domain.preference import acceptable

    if all(goal.goal != "blocking" for goal in plan.goals):
        return False
    return set(acceptable(made.scenario)) != set(acceptable(plan.scenario))


def decision_about(plan: Plan, name: str) -> ByHand | None:
    """What was decided by hand about an event or a pairing; None: nothing."""
    return next((one for one in plan.decisions if one.subject == name), None)
