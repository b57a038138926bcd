"""What an earlier plan hands on to the next one: what is settled, what was decided by hand, and its place after it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mentoring.domain.by_hand import ByHand, with_decisions, without_decisions
from mentoring.domain.consistency import find_problems
from mentoring.domain.naming import name_event, say_pair
from mentoring.domain.pairing import parse_pairing
from mentoring.domain.settled import find_lost, how_kept, keep_settled, without_settled
from mentoring.errors import Problem, ScenarioError, UsageError

if TYPE_CHECKING:
    from mentoring.domain.consistency import Finding
    from mentoring.domain.pin import Pin
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Result
    from mentoring.domain.scenario import Scenario
    from mentoring.errors import Place

WHO_LEAVES = "put it back; a city that leaves stays in the file, with `left_on`"

WHO_GOES = "put them back; a person who leaves stays in the file, with `left_on`"


@dataclass(frozen=True, slots=True)
class Carried:
    """A scenario to be planned, with all that the earlier plan (None: there is none) hands on to it."""

    scenario: Scenario
    earlier: Plan | None = None
    decisions: tuple[ByHand, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)


def carry_over(
    scenario: Scenario,
    earlier: Plan | None,
    places: Mapping[str, Place],
    may_move: Collection[str] = (),
    *,
    may_clash: bool = False,
) -> Carried:
    """The scenario with what the earlier plan has settled and what was decided by hand.

    `places` are where the scenario's values stand, `may_move` statuses that settle nothing this time. With `may_clash`
    what contradicts each other though each could be so is put together all the same: to find out what could give way.

    Raises:
        UsageError: when the earlier plan is of another programme.
        ScenarioError: where the two contradict each other, with both places: nothing is planned then.
    """
    if earlier is None:
        return Carried(scenario, places=places)
    if earlier.scenario.programme.id != scenario.programme.id:
        of = f"the plan is of the programme {earlier.scenario.programme.id}, the scenario of {scenario.programme.id}"
        raise UsageError(f"{of}: nothing would stay; name an earlier plan of {scenario.programme.id}, or none")
    # A plan's own scenario has in it already what it was given by its plan: that is given anew.
    scenario = without_settled(without_decisions(scenario, earlier.decisions))
    decisions = tuple(one for one in earlier.decisions if own_cities(one, earlier) <= scenario.cities.keys())
    found = [*_lost(scenario, earlier, places), *_called_off(scenario, decisions, places)]
    if not found:
        kept = keep_settled(with_decisions(scenario, decisions), earlier, may_move)
        found = _contradictions(scenario, kept, decisions, places)
    if found and not (may_clash and all(problem.clash for problem in found)):
        raise ScenarioError(found)
    return Carried(kept, earlier, decisions, places)


def finish(result: Result, kept: Carried, made_at: str, why: str = "") -> Result:
    """The result with its plan in its place after the earlier one; the same people where they will do as well."""
    from mentoring.engine.steadiness import keep_people
    from mentoring.files.revision import follow

    if result.plan is None:
        return result
    made = result.plan if kept.earlier is None else keep_people(result.plan, kept.earlier)
    positions = {key: str(place) for key, place in kept.places.items()}
    made = follow(made, kept.earlier, positions, why=why, decisions=kept.decisions)
    return replace(result, plan=made.model_copy(update={"run": _run(result, made_at)}))


def nearest(path: str, places: Mapping[str, Place]) -> Place | None:
    """Where a key stands, or would stand: at the nearest one around it."""
    while path and path not in places:
        path = path.rpartition(".")[0]
    return places.get(path)


def say_by_hand(decision: ByHand) -> str:
    """`decided by hand in revision 3 (their wish)`."""
    return f"decided by hand in revision {decision.revision}{f' ({decision.reason})' if decision.reason else ''}"


def own_cities(decision: ByHand, earlier: Plan) -> set[str]:
    """Mentor and mentee of what was decided: once one is not in the programme at all, the decision binds nobody."""
    body = decision.pin.body if decision.pin is not None else None
    if body is not None and body.pairing is not None:
        return set(parse_pairing(body.pairing)[:2])
    names = {decision.subject} if body is None or body.event else set(body.same_days or ())
    events = [event for event in earlier.events if event.id in names]
    return {city for event in events for city in (event.mentor, event.mentee) if city is not None}


def _lost(scenario: Scenario, earlier: Plan, places: Mapping[str, Place]) -> list[Problem]:
    """Settled events that the scenario has no room for."""
    found = []
    for lost in find_lost(scenario, earlier):
        said = f"is {lost.how}, but the scenario no longer has {lost.said}"
        found.append(
            Problem(
                f"the earlier plan, {name_event(earlier.scenario, lost.event)}",
                said,
                WHO_LEAVES,
                nearest(lost.lacks, places),
            )
        )
    return found


def _called_off(scenario: Scenario, decisions: tuple[ByHand, ...], places: Mapping[str, Place]) -> list[Problem]:
    """Events called off by hand that the scenario fixes."""
    off = {one.subject: one for one in decisions if one.pin is None}
    found = []
    for name, pin in scenario.pins.items():
        fixed = () if pin.negated is not None else ((pin.event,) if pin.event else pin.same_days or ())
        for event in fixed:
            if event in off:
                said = f"is cancelled, {say_by_hand(off[event])}, but the scenario fixes it (the pin {name})"
                hint = f"take the pin out, or the decision back: mentoring unpin PLAN {event}"
                named = f"the earlier plan, {name_event(scenario, event)}"
                found.append(Problem(named, said, hint, nearest(f"pins.{name}", places)))
    return found


def _contradictions(
    scenario: Scenario, kept: Scenario, decisions: tuple[ByHand, ...], places: Mapping[str, Place]
) -> list[Problem]:
    """What does not fit together once the pins of the earlier plan stand beside those of the scenario."""
    own = {name: pin for name, pin in kept.pins.items() if name not in scenario.pins}
    by_hand = {name: one for one in decisions for name, pin in own.items() if pin is one.pin}

    def whose(path: tuple[str | int, ...]) -> str | None:
        return str(path[1]) if len(path) > 1 and path[0] == "pins" and path[1] in own else None

    def is_missing(pin: Pin) -> bool:
        return any(who not in kept.people for who in pin.people or ())

    def told(finding: Finding) -> Problem:
        at = whose(finding.path)
        theirs = [path for path in (finding.path, *finding.also) if whose(path) is None]
        message, hint = finding.message, finding.hint
        if at is not None and at in by_hand:
            message = f"is {say_by_hand(by_hand[at])}; {message}"
            hint = f"{hint}; mentoring unpin PLAN {own[at].event or own[at].body.pairing!r} takes the decision back"
        elif at is not None and (how := how_kept(at, own[at])):
            message = f"is {own[at].why}; {message}"
            hint = WHO_GOES if is_missing(own[at]) else hint
            hint = f"{hint}, or let it move: --may-move confirmed" if how == "confirmed" else hint
        for name in {name for path in finding.also if (name := whose(path)) is not None}:
            theirs_said = _say_pin(own[name], by_hand.get(name))
            is_named = f"the pin {name}" in message
            message = message.replace(f"the pin {name}", theirs_said) if is_named else f"{message} ({theirs_said})"
        path = ".".join(map(str, finding.path)) if at is None else f"the earlier plan, {_say_subject(kept, own[at])}"
        place = nearest(".".join(map(str, theirs[0])), places) if theirs else None
        return Problem(path, message, hint, place, clash=finding.clash)

    return [told(finding) for finding in find_problems(kept) if not finding.warning]


def _say_subject(scenario: Scenario, pin: Pin) -> str:
    if pin.body.pairing is not None:
        return say_pair(scenario, parse_pairing(pin.body.pairing))
    return " and ".join(name_event(scenario, one) for one in (pin.body.event, *(pin.body.same_days or ())) if one)


def _say_pin(pin: Pin, decision: ByHand | None) -> str:
    return f"what is {say_by_hand(decision) if decision is not None else pin.why}"


def _run(result: Result, made_at: str) -> dict[str, Any]:
    """What may differ between two equal runs, kept apart."""
    import platform

    return {
        "made_at": made_at,
        "seconds": round(result.seconds, 3),
        "progress": [[step.seconds, step.goal, step.best, step.bound] for step in result.progress],
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    }
