"""What a wish would cost, with the rest held and with the rest free."""

from __future__ import annotations

from typing import Any

from mentoring.analysis.wish import WishReport
from mentoring.views.block import Block, Heading, Sentence, Table
from mentoring.views.difference import event_change_table, pairing_change_table
from mentoring.views.explanation import impasse_blocks, way_blocks
from mentoring.views.gap import obstacle_record, obstacle_table
from mentoring.views.trial import say_proof, trial_blocks, trial_record
from mentoring.views.wording import count, joined

Record = dict[str, Any]

MOST_EVENTS = 25
"""Rows of the table of events that are not the same."""


def wish_blocks(report: WishReport) -> list[Block]:
    """The wish; what it comes to when everything else stays, and when nothing else is held."""
    blocks: list[Block] = [Heading(f"The wish: {report.said}")]
    if report.why_not or report.held is None or report.free is None:
        missing = report.free.impasse if report.free is not None else None
        facts = impasse_blocks(missing) if missing is not None else []
        return [*blocks, Sentence(f"Impossible: {report.why_not}.", "warning"), *facts]
    if report.is_met:
        return [*blocks, Sentence("The plan has it already.", "good")]
    name = report.plan.scenario.name
    but = joined(f"{name(pair.mentor)} > {name(pair.mentee)}" for pair in report.let_go)
    held = f"With everything else held as the plan has it{f', but for {but}' if but else ''}"
    blocks += [Heading(held), *trial_blocks(report.held)]
    if report.held.status == "infeasible":
        blocks[-1] = Sentence("Impossible.", "warning")
    blocks += [Heading("With nothing else held but what is settled"), *trial_blocks(report.free)]
    if report.free.impasse is not None or report.obstacles:
        blocks[-1] = Sentence("Impossible: no plan keeps every rule; this is proven.", "warning")
    if report.too_soon:
        told = f"{report.too_soon}; this does not bind an event that is fixed by hand"
        blocks.append(Sentence(f"Mind that {told}.", "warning"))
    if report.obstacles:
        blocks += [Heading("What stands in the way on each of its days"), obstacle_table(report.obstacles)]
    if report.free.impasse is not None:
        has_facts = bool(report.free.impasse.conflicts) or not report.obstacles
        blocks += impasse_blocks(report.free.impasse) if has_facts else way_blocks(report.free.impasse)
    if report.unpin:
        blocks.append(Sentence(f"To take back what was decided by hand about it: {'; '.join(report.unpin)}."))
    if report.untried:
        late = count(report.untried, "possibility was", "possibilities were")
        blocks.append(
            Sentence(f"The time was over: {late} not tried. With more --seconds it may be better.", "warning")
        )
    difference = report.free.difference
    if difference is not None:
        if difference.gained or difference.lost:
            blocks.append(pairing_change_table(difference))
        if difference.events:
            blocks.append(_events(event_change_table(difference)))
        blocks.append(Sentence(say_proof([report.held, report.free])))
    return blocks


def _events(table: Table) -> Table:
    """The first rows; of a hundred events nobody reads more."""
    rest = len(table.rows) - MOST_EVENTS
    if rest <= 0:
        return table
    last = (f"and {rest} more", *("" for _ in table.columns[1:]))
    return Table(table.columns, (*table.rows[:MOST_EVENTS], last), table.empty)


def wish_record(report: WishReport) -> Record:
    """The same for programs; the keys are a promise."""
    return {
        "wish": report.said,
        "met": report.is_met,
        "why_not": report.why_not or None,
        "let_go": [str(pair) for pair in report.let_go],
        "rest_held": trial_record(report.held) if report.held is not None else None,
        "rest_free": trial_record(report.free) if report.free is not None else None,
        "too_soon": report.too_soon or None,
        "obstacles": [obstacle_record(one) for one in report.obstacles],
        "untried": report.untried,
        "unpin": list(report.unpin),
    }
