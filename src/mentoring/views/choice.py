"""Why a pairing, day or host is as it is: its share of each goal, and the next best alternatives."""

from __future__ import annotations

from typing import Any

from mentoring.analysis.share import ALONE, Alternative, WhyReport
from mentoring.domain.naming import name_event, say_pair
from mentoring.domain.pairing import parse_pairing
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.difference import say_difference
from mentoring.views.next_step import quoted
from mentoring.views.trial import say_goals, say_name, say_no_plan, say_proof, trial_record
from mentoring.views.wording import count, figure

Record = dict[str, Any]

TITLES = {"mentor": "Who else could be the mentor", "day": "On which other days it could be",
          "host": "Where else it could be"}  # fmt: skip


def why_blocks(report: WhyReport) -> list[Block]:
    """What it contributes to each goal, then the alternatives by what they ask for, the best first."""
    blocks: list[Block] = [Heading(f"{_name(report)}: what it contributes"), _shares(report)]
    for asked, title in TITLES.items():
        found = [one for one in report.alternatives if one.asked == asked]
        if found:
            columns = (
                Column("Instead", style="strong"),
                Column("Verdict"),
                Column("Goals"),
                Column("What else changes"),
            )
            blocks += [Heading(title), Table(columns, tuple(_row(one) for one in found))]
            blocks += _how_picked(report, found) if asked == "day" else []
    if not report.alternatives:
        blocks.append(Sentence("Nothing else is possible in its place."))
    if report.untried:
        blocks.append(Sentence(f"{count(report.untried, 'further possibility', 'further possibilities')} not tried."))
    rest = (
        "Everything else was held as the plan has it."
        if report.rest_held
        else "Nothing else was held but what is settled."
    )
    return [*blocks, Sentence(f"{rest} {say_proof([one.trial for one in report.alternatives])}")]


def _how_picked(report: WhyReport, found: list[Alternative]) -> list[Block]:
    """How many days are told of how many, and by what they were picked."""
    shown = [one for one in found if one.trial.difference is not None]
    if not shown:
        return []
    if report.has_every_day:
        return [Sentence("There is no other day on which it could be.")]
    alone = [one for one in shown if one.said.endswith(ALONE)]
    number = len(shown) - len(alone)
    best = "The best other day is shown" if number == 1 else f"The {figure(number)} best other days are shown"
    besides = ", and besides the best for which nothing else moves" if alone else ""
    asked = f"mentoring explain {quoted(report.file)} --wish '{report.subject} on DAY'"
    return [Sentence(f"{best}, by the goals in their order{besides}. For any other day: {asked}")]


def _name(report: WhyReport) -> str:
    """What people call the pairing or event."""
    scenario = report.plan.scenario
    if ">" not in report.subject:
        return name_event(scenario, report.subject)
    return say_pair(scenario, parse_pairing(report.subject))


def _shares(report: WhyReport) -> Table:
    rows = tuple(
        (
            say_name(one.goal),
            "who and where" if one.part == "pairing" else "when",
            figure(one.value),
            figure(one.without),
            f"{one.contributes:+,}".replace(",", " ") if one.contributes else "nothing",
            one.unit,
        )
        for one in report.shares
    )
    columns = (Column("Goal", style="strong"), Column("About"), Column("Value", figures=True),
               Column("Without it", figures=True), Column("Contributes", figures=True), Column("Unit"))  # fmt: skip
    return Table(columns, rows, "The scenario asks for no goals.")


def _row(one: Alternative) -> tuple[str, ...]:
    said = f"{one.said[:1].upper()}{one.said[1:]}"
    if one.trial.difference is None:
        verdict = "not found" if one.trial.status == "unknown" else "impossible"
        told = say_no_plan(one.trial).removesuffix(".").removeprefix("Impossible: ")
        return said, verdict, f"{told[:1].upper()}{told[1:]}", ""
    verdict = {"same": "equal"}.get(one.trial.verdict, one.trial.verdict)
    difference = one.trial.difference
    return said, verdict, say_goals(difference), say_difference(difference).removesuffix(".")


def why_record(report: WhyReport) -> Record:
    """The same for programs; the keys are a promise."""
    return {
        "subject": report.subject,
        "rest_held": report.rest_held,
        "untried": report.untried,
        "every_day": report.has_every_day,
        "shares": [
            {
                "goal": one.goal, "part": one.part, "value": one.value, "without": one.without,
                "contributes": one.contributes, "unit": one.unit, "direction": one.direction,
            }
            for one in report.shares
        ],
        "alternatives": [
            {"asked": one.asked, "instead": one.said, **trial_record(one.trial)} for one in report.alternatives
        ],
    }  # fmt: skip
