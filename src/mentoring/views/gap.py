"""Why a need has no mentor: the reason of each candidate, and what would serve it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from mentoring.analysis.clash import Obstacle, Room
from mentoring.analysis.gap import Candidate, GapReport, Mentee, NeedReport, Way
from mentoring.analysis.reason import Reason
from mentoring.domain.naming import theme_of
from mentoring.domain.scenario import Scenario
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.explanation import conflict_blocks
from mentoring.views.trial import say_goals, say_no_plan, say_proof, trial_record
from mentoring.views.wording import NEWCOMER, count, figure, joined, short_day

Record = dict[str, Any]


def need_blocks(report: NeedReport) -> list[Block]:
    """Every candidate with its reason, the days that clash, and the changes that would serve the need."""
    return [*_need(report), *(_ways(report) if report.candidates else [])]


def _need(report: NeedReport) -> list[Block]:
    scenario = report.plan.scenario
    name, theme = scenario.name(report.city), theme_of(scenario, report.theme)
    blocks: list[Block] = [
        Heading(f"{name} lacks {count(report.missing, 'mentor')} in {theme} (priority {figure(report.priority)})")
    ]
    if not report.candidates:
        return [*blocks, Sentence("No other city offers this theme.", "warning")]
    rows = tuple(
        (scenario.name(one.pairing.mentor), figure(one.fit), f"Also: {reason}" if number else reason, place)
        for one in report.candidates
        for number, (reason, place) in enumerate(say_candidate(scenario, one))
    )
    mentor = scenario.programme.heading("mentor")
    columns = (Column(f"Possible {mentor.lower()}", style="strong"), Column("Fit", figures=True), Column("Why not"),
               Column("Where", style="faint"))  # fmt: skip
    blocks.append(Table(columns, rows))
    for one in report.candidates:
        if one.trial is not None and one.trial.impasse is not None:
            blocks += _impasse(scenario, one)
        blocks += [block for room in one.rooms if not room.free for block in _room(scenario, one, room)]
    if report.left:
        late = count(report.left, "possible mentor was", "possible mentors were")
        blocks.append(Sentence(f"The time was over: {late} not planned with.", "warning"))
    return blocks


def gap_blocks(report: GapReport) -> list[Block]:
    """Needs without a mentor, then mentors without a mentee: for every candidate the reason."""
    scenario = report.plan.scenario
    mentor, mentee = scenario.programme.word("mentor"), scenario.programme.word("mentee")
    blocks: list[Block] = []
    for need in report.needs:
        blocks += _need(need)
    for offer in report.offers:
        title = (
            f"{scenario.name(offer.city)} has {count(offer.free, 'place')} left in {theme_of(scenario, offer.theme)}"
        )
        rows = tuple((scenario.name(one.pairing.mentee), *_why_not(scenario, one)) for one in offer.mentees)
        columns = (Column(f"Possible {mentee}", style="strong"), Column("Why not"), Column("Where", style="faint"))
        blocks += [Heading(title), Table(columns, rows, f"It is a {mentor} of every city that needs it.")]
    if report.left:
        late = count(report.left, "more need or offer", "more needs or offers")
        blocks.append(Sentence(f"The time was over: nothing is told of {late}.", "warning"))
    if not blocks:
        return [Sentence("Every need has its mentors, and every offer is used in full.", "good")]
    if report.needs:
        first = report.needs[0]
        asked = f"--need {first.city}/{first.theme}"
        blocks.append(Sentence(f"What would serve a need is told by planning anew: ask {asked}."))
    return blocks


def _why_not(scenario: Scenario, one: Mentee) -> tuple[str, str]:
    """Why a city is not the mentee of an offer with places left, and the place in the file."""
    said = [reason.said for reason in one.reasons]
    if not said:
        names = joined(scenario.name(city) for city in one.helped_by)
        said = [f"it is helped by {names}" if names else "nothing speaks against it by itself"]
    told = "; ".join(said)
    return f"{told[:1].upper()}{told[1:]}", say_place(one.reasons[0].place) if one.reasons else ""


def say_candidate(scenario: Scenario, one: Candidate) -> list[tuple[str, str]]:
    """Sentences about a candidate, each with the place in the file that it comes from."""
    found = [(f"{reason.said[:1].upper()}{reason.said[1:]}", say_place(reason.place)) for reason in one.reasons]
    if one.kind == "helps":
        found.append(("It helps already", ""))
    shut = [room.title for room in one.rooms if not room.free] if one.kind != "falls out" else []
    if shut:
        found.append((f"No common dates beside the rest of the plan: {joined(shut)}", ""))
    found += [(said, "") for said in _consequence(scenario, one) if said]
    return found or [("Nothing speaks against it by itself; it was not planned with", "")]


def _consequence(scenario: Scenario, one: Candidate) -> list[str]:
    """What the best plan with this pairing comes to."""
    trial = one.trial
    if trial is None:
        return []
    if trial.difference is None:
        return [say_no_plan(trial).removesuffix(".")]
    hurt = [f"{scenario.name(city)} in {theme_of(scenario, theme)}" for city, theme in trial.hurt]
    told = say_goals(trial.difference)
    if hurt:
        return [f"With it {joined(hurt)} would lack a mentor instead; at best {told}"]
    if one.kind == "better":
        return [f"It could be: a plan with it is no worse ({told}); this plan is not the best"]
    return [f"It could be, at this price: {told}"]


def _impasse(scenario: Scenario, one: Candidate) -> list[Block]:
    name = scenario.name(one.pairing.mentor)
    blocks = conflict_blocks(one.trial.impasse) if one.trial and one.trial.impasse else []
    return [Heading(f"Why no plan has {name} as mentor"), *blocks[1:]]


def _room(scenario: Scenario, one: Candidate, room: Room) -> list[Block]:
    name = scenario.name(one.pairing.mentor)
    what = "The day it has in the plan" if room.is_held else "Its first days, and what stands in the way"
    return [Heading(f"{name}: {room.title}. {what}"), obstacle_table(room.obstacles)]


def obstacle_table(obstacles: Iterable[Obstacle]) -> Table:
    """First days that are not possible, with what stands in the way."""
    rows = tuple(
        (_say_days(one), f"Also: {said}" if number else f"{said[:1].upper()}{said[1:]}", say_place(place))
        for one in obstacles
        for number, (said, place) in enumerate(zip(one.said, one.places, strict=True))
    )
    columns = (Column("First day", style="strong"), Column("What stands in the way"), Column("Where", style="faint"))
    return Table(columns, rows, "There is no day in its window.")


def say_place(place: str) -> str:
    """A place in a file, short enough for a table: `programme.yaml:12`."""
    found = re.fullmatch(r"(?:.*[/\\\\])?([^/\\\\]+?:\d+)(?::\d+)?", place)
    return found[1] if found else place


def _say_days(one: Obstacle) -> str:
    if len(one.days) < 3:
        return ", ".join(short_day(day) for day in one.days)
    return f"{short_day(one.days[0])} to {short_day(one.days[-1])}, {count(len(one.days), 'day')}"


def _ways(report: NeedReport) -> list[Block]:
    blocks: list[Block] = [Heading("What would serve it, and no other need less")]
    if not report.ways:
        return [*blocks, Sentence(say_looked(report), "warning")]
    rows = tuple(_way_row(report.plan.scenario, way) for way in report.ways)
    columns = (Column("Change", style="strong"), Column("Then it is helped by"), Column("What else it does"))
    blocks += [Table(columns, rows), Sentence(say_looked(report))]
    if any(not way.changes.get("people", {}).keys() <= report.plan.scenario.people.keys() for way in report.ways):
        blocks.append(Sentence(NEWCOMER))
    priced = [way.trial for way in report.ways if way.trial.difference is not None]
    late = len(report.ways) - len(priced)
    said = say_proof(priced) if priced and not (late and all(trial.is_proven for trial in priced)) else ""
    if late:
        said += f" {count(late, 'change')} could not be planned with in the time given: with more --seconds more can."
    if any(way.holds == "rest" for way in report.ways):
        said += " Where all pairings are fixed, others may cost less."
    return [*blocks, Sentence(said.strip())] if said else blocks


def say_looked(report: NeedReport) -> str:
    """How far changes were looked for, and so what is sure about those that are not told."""
    if report.looked == "late":
        more = "With more --seconds there may be others, also easier ones."
        return f"The time was over before every change was looked at. {more}"
    near = "The programme is large: only pairings near this need were looked at."
    if report.looked == "near":
        return near if report.ways else f"Nothing was found. {near}"
    if not report.ways:
        return "No change that anybody can be asked for does; this is proven."
    told = "The easiest to ask for come first, and each asks for no more than it needs"
    if report.looked == "cheapest":
        return f"{told}. If there are others, they are no easier."
    return f"{told}. Nothing else that anybody can be asked for does; this is proven."


def _way_row(scenario: Scenario, way: Way) -> tuple[str, str, str]:
    names = joined(dict.fromkeys(scenario.name(pair.mentor) for pair in way.pairings))
    if way.trial.difference is None:
        price = "What it costs was not found out in the time given"
        told = price if way.is_confirmed else f"{price}, nor whether it is enough"
    else:
        told = say_goals(way.trial.difference)
    held = {
        "nothing": "",
        "pairing": f"; with {names} fixed by a pin, as else others are served first",
        "rest": "; with all its pairings fixed by pins",
    }[way.holds if way.cost and way.trial.difference is not None else "nothing"]
    return f"{way.said[:1].upper()}{way.said[1:]}", names, told + held


def need_record(report: NeedReport) -> Record:
    """The same for programs; the keys are a promise."""
    return {
        "city": report.city,
        "theme": report.theme,
        "missing": report.missing,
        "priority": report.priority,
        "candidates": [_candidate_record(one) for one in report.candidates],
        "not_tried": report.left,
        "ways": [
            {
                **trial_record(way.trial),
                "said": way.said,
                "changes": dict(way.changes),
                "asks": list(way.asks),
                "cost": way.cost,
                "pairing": str(way.pairings[0]),
                "pairings": [str(pair) for pair in way.pairings],
                "pinned": way.holds != "nothing",
                "rest_held": way.holds == "rest",
                "unpin": list(way.unpin),
                "moves_confirmed": way.moves_confirmed,
                "confirmed": way.is_confirmed,
            }
            for way in report.ways
        ],
        "looked": report.looked,
    }


def gap_record(report: GapReport) -> Record:
    """The same for programs; the keys are a promise."""
    return {
        "needs": [need_record(one) for one in report.needs],
        "offers": [
            {
                "city": one.city,
                "theme": one.theme,
                "free": one.free,
                "mentees": [
                    {
                        "pairing": str(mentee.pairing),
                        "helped_by": list(mentee.helped_by),
                        "reasons": [_reason_record(reason) for reason in mentee.reasons],
                    }
                    for mentee in one.mentees
                ],
            }
            for one in report.offers
        ],
        "not_told": report.left,
    }


def _reason_record(reason: Reason) -> Record:
    return {"rule": reason.rule, "message": reason.said, "keys": list(reason.keys), "place": reason.place}


def _candidate_record(one: Candidate) -> Record:
    return {
        "pairing": str(one.pairing),
        "kind": one.kind,
        "fit": one.fit,
        "reasons": [_reason_record(reason) for reason in one.reasons],
        "events": [
            {
                "event": room.event,
                "free": [day.isoformat() for day in room.free],
                "obstacles": [obstacle_record(obstacle) for obstacle in room.obstacles],
            }
            for room in one.rooms
        ],
        "hurt": [{"city": city, "theme": theme} for city, theme in one.trial.hurt] if one.trial is not None else [],
        "trial": trial_record(one.trial) if one.trial is not None else None,
    }


def obstacle_record(obstacle: Obstacle) -> Record:
    """Days on which an event cannot begin."""
    return {
        "days": [day.isoformat() for day in obstacle.days],
        "messages": list(obstacle.said),
        "place": obstacle.place,
        "places": list(obstacle.places),
    }
