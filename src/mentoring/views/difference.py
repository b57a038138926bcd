"""What is different between two plans, in sentences and tables."""

from __future__ import annotations

from typing import Any

from mentoring.analysis.difference import Difference, EventChange, GoalChange
from mentoring.domain.naming import theme_of
from mentoring.domain.plan import GoalValue, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.record import event_record, goal_record, pairing_record
from mentoring.views.wording import (  # fmt: skip
    count,
    figure,
    goal_name,
    joined,
    say_gap,
    say_unit,
    say_who,
    short_span,
    stage_title,
    theme_title,
)


def difference_blocks(found: Difference) -> list[Block]:
    """In a sentence, then pairings, events, goals and needs that are not the same."""
    blocks: list[Block] = [Sentence(say_difference(found))]
    if found.gained or found.lost:
        blocks += [Heading("Pairings gained and lost"), pairing_change_table(found)]
    if found.events:
        blocks += [Heading("Events that are not the same"), event_change_table(found)]
    if found.needs:
        blocks += [Heading("Needs served more or less"), _need_table(found)]
    if found.goals:
        table = goal_change_table(found.goals, found.after.scenario)
        blocks += [Heading("Goals before and after"), table, *_say_left(found)]
    return blocks


def _say_left(found: Difference) -> list[Sentence]:
    """Whose needs are gone, or new, and so make the plan neither better nor worse."""
    told = []
    for one, two, plan, word in (
        (found.before, found.after, found.before, "gone"),
        (found.after, found.before, found.after, "new"),
    ):
        names = [plan.scenario.name(city) for city in one.scenario.cities if city not in two.scenario.cities]
        counts = any(change.gone if word == "gone" else change.come for change in found.goals)
        if names and counts:
            told.append(f"the needs of {joined(names)} are {word}")
    if not told:
        return []
    said = f"{joined(told)}, which counts neither as better nor as worse"
    return [Sentence(f"{said[:1].upper()}{said[1:]}; other goals may have changed for that reason alone.")]


def say_difference(found: Difference) -> str:
    """What changed, in one sentence: "2 pairings are gained and 1 is lost; 3 events move."."""
    if found.is_empty:
        return "Nothing is different: the same pairings, and every event on the same days at the same place."
    told = []
    gained, lost = len(found.gained), len(found.lost)
    if gained:
        told.append(f"{count(gained, 'pairing')} {'is' if gained == 1 else 'are'} gained")
    if lost:
        told.append(f"{count(lost, 'pairing')} {'is' if lost == 1 else 'are'} lost")
    told += [
        f"{count(number, 'event')} {one if number == 1 else many}"
        for kind, one, many in (
            ("moved", "moves", "move"),
            ("re-hosted", "has another host", "have another host"),
            ("other people", "has other people", "have other people"),
            ("other cities", "gathers other cities", "gather other cities"),
            ("added", "is new", "are new"),
            ("dropped", "is dropped", "are dropped"),
        )
        if (number := found.count(kind))  # type: ignore[arg-type]
    ]
    held = len(found.before.held) - len(found.events) + found.count("added")
    if held > 0:
        told.append("all others stay as they are" if found.events else "every event stays as it is")
    return joined(told) + "."


def event_change_table(found: Difference) -> Table:
    """One row for each event that is not the same: what, when it was and when it is now."""
    rows = tuple(_event_row(found, change) for change in sorted(found.events, key=_by_date))
    columns = (Column("Change", style="strong"), Column("What"), Column("Who"), Column("Before"), Column("After"))
    return Table(columns, rows, "Every event stays as it is.")


def _by_date(change: EventChange) -> tuple[object, ...]:
    event = change.after or change.before
    return (event.first, event.id) if event else ()


def _event_row(found: Difference, change: EventChange) -> tuple[str, ...]:
    plan, event = (found.after, change.after) if change.after is not None else (found.before, change.before)
    if event is None:
        raise ValueError(f"{change.id} is in neither plan")
    scenario = plan.scenario
    return (
        ", ".join(change.kinds),
        stage_title(scenario, event.stage),
        say_who(scenario, event)
        + (f" in {theme_of(scenario, event.theme or '')}" if _is_one_of(change, found) else ""),
        _say_side(found.before.scenario, change.before, change),
        _say_side(scenario, change.after, change),
    )


def _is_one_of(change: EventChange, found: Difference) -> bool:
    """Whether only its theme tells the event from another that has changed."""
    own = _without_theme(change)
    return own is not None and sum(_without_theme(other) == own for other in found.events) > 1


def _without_theme(change: EventChange) -> tuple[str, str | None, str | None] | None:
    event = change.after or change.before
    if event is None or not (event.mentor or event.mentee):
        return None
    return event.stage, event.mentor, event.mentee


def _say_side(scenario: Scenario, event: PlannedEvent | None, change: EventChange) -> str:
    """When it is, and what else is not the same about it."""
    if event is None:
        return "not held"
    told = [short_span(event.first, event.last)]
    if "re-hosted" in change.kinds:
        told.append(f"in {scenario.name(event.host)}" if event.host else "online")
    if "other people" in change.kinds:
        told.append(f"with {joined(scenario.name(who) for who in event.people)}" if event.people else "with nobody")
    if "other cities" in change.kinds:
        before, after = change.before, change.after
        others = set((after if event is before else before).participants) if before and after else set()
        own = [scenario.name(city) for city in event.participants if city not in others]
        told += [f"with {joined(own)}"] if own else []
    return ", ".join(told)


def pairing_change_table(found: Difference) -> Table:
    """Pairings that only one of the two plans has."""
    sides = ((found.after.scenario, "gained", found.gained), (found.before.scenario, "lost", found.lost))
    rows = tuple(
        (
            said,
            scenario.name(one.key.mentor),
            scenario.name(one.key.mentee),
            theme_title(scenario, one.key.theme),
            figure(one.fit),
        )
        for scenario, said, pairings in sides
        for one in pairings
    )
    word = found.after.scenario.programme.heading
    columns = (Column("Change", style="strong"), Column(word("mentor")), Column(word("mentee")), Column(word("theme")),
               Column("Fit", figures=True))  # fmt: skip
    return Table(columns, rows)


def _need_table(found: Difference) -> Table:
    names, themes = [], []
    for one in found.needs:
        known = found.after if one.city in found.after.scenario.cities else found.before
        names.append(known.scenario.name(one.city))
        themes.append(theme_title(known.scenario, one.theme))
    rows = tuple(
        (
            name,
            theme,
            figure(one.before) if one.was_there else "not there yet",
            figure(one.after) if one.is_there else "not there any more",
        )
        for name, theme, one in zip(names, themes, found.needs, strict=True)
    )
    columns = (Column("City"), Column("Theme"), Column("Missing before", figures=True),
               Column("Missing after", figures=True))  # fmt: skip
    return Table(columns, rows)


def goal_change_table(goals: tuple[GoalChange, ...], scenario: Scenario) -> Table:
    """Each goal before and after, and whether that is better."""
    rows = tuple(
        (
            goal_name(one.goal),
            "who and where" if one.part == "pairing" else "when",
            _value(one.before),
            _value(one.after),
            say_change(one),
            _unit(one, scenario),
            say_gap(one.after) if one.after else "",
        )
        for one in goals
    )
    columns = (Column("Goal", style="strong"), Column("About"), Column("Before", figures=True),
               Column("After", figures=True), Column("Change"), Column("Unit"), Column("Gap after"))  # fmt: skip
    return Table(columns, rows, "No goals were asked for.")


def _unit(one: GoalChange, scenario: Scenario) -> str:
    known = one.after or one.before
    return say_unit(scenario, known.goal, known.part, known.unit) if known is not None else ""


def _value(goal: GoalValue | None) -> str:
    return "not asked" if goal is None else figure(goal.value)


def say_change(goal: GoalChange) -> str:
    """`12 better`, `same`, `same, but 2 gone`; nothing for a goal that only one plan was asked for."""
    if goal.verdict == "unlike":
        return ""
    said = "same" if goal.verdict == "same" else f"{figure(abs(goal.step))} {goal.verdict}"
    apart = [f"{figure(number)} {word}" for number, word in ((goal.gone, "gone"), (goal.come, "new")) if number]
    return f"{said}, but {joined(apart)}" if apart else said


def difference_record(found: Difference) -> dict[str, Any]:
    """The difference for programs; the keys are a promise."""
    return {
        "gained": [pairing_record(found.after, one) for one in found.gained],
        "lost": [pairing_record(found.before, one) for one in found.lost],
        "events": [
            {
                "id": change.id,
                "kinds": list(change.kinds),
                "before": event_record(change.before) if change.before else None,
                "after": event_record(change.after) if change.after else None,
            }
            for change in found.events
        ],
        "needs": [
            {
                "city": one.city,
                "theme": one.theme,
                "missing_before": one.before,
                "missing_after": one.after,
                "there_before": one.was_there,
                "there_after": one.is_there,
            }
            for one in found.needs
        ],
        "goals": [
            {
                "goal": one.goal,
                "part": one.part,
                "before": goal_record(one.before) if one.before else None,
                "after": goal_record(one.after) if one.after else None,
                "change": one.change,
                "gone": one.gone,
                "new": one.come,
                "verdict": one.verdict,
            }
            for one in found.goals
        ],
    }
