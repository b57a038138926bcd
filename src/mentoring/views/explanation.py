"""Why there is no plan, for people and for programs."""

from __future__ import annotations

from typing import Any

from mentoring.domain.impasse import Cause, Conflict, Impasse, WayOut
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.wording import count, figure, say_seconds

Record = dict[str, Any]

ASKED = "asked"
"""The rule, so called, of the fact that somebody asks for something."""


def impasse_blocks(impasse: Impasse) -> list[Block]:
    """The facts that clash, conflict by conflict, then the ways out, the easiest to ask for first."""
    if impasse.status == "feasible":
        return [Sentence("There is a plan that keeps every rule, so there is nothing to explain.", "good")]
    if impasse.status == "unknown":
        said = f"In {say_seconds(impasse.seconds)} it could not be told whether there is a plan."
        return [Sentence(said, "warning"), *([Sentence(impasse.note, "warning")] if impasse.note else [])]
    return [*conflict_blocks(impasse), *way_blocks(impasse)]


def conflict_blocks(impasse: Impasse) -> list[Block]:
    """The facts that clash, conflict by conflict, without ways out."""
    blocks: list[Block] = []
    if not impasse.conflicts:
        blocks.append(Sentence("There is no plan that keeps every rule; this is proven.", "bad"))
        blocks.append(Sentence(impasse.note, "warning"))
    for number, conflict in enumerate(impasse.conflicts):
        blocks += _conflict(conflict, number)
    return blocks


def _conflict(conflict: Conflict, number: int) -> list[Block]:
    title = "Why there is no plan" if number == 0 else "What clashes besides, even if all of that gave way"
    if number and any(cause.rule == ASKED for cause in conflict.causes):
        title = "What clashes besides with what is asked, even if the rest of that gave way"
    files = {file for cause in conflict.causes for file, _ in [_at(cause)] if file}
    rows = tuple(
        (str(position), _capital(cause.sentence), _where(cause, len(files) > 1))
        for position, cause in enumerate(conflict.causes, 1)
    )
    said = "This alone cannot be kept."
    if len(rows) > 1:
        said = f"These {figure(len(rows))} facts cannot all hold; without any one of them the others can."
    lines = [Sentence(f"Lines are those of {next(iter(files))}.")] if len(files) == 1 else []
    columns = (Column("No.", figures=True), Column("Fact"), Column("Where", style="faint"))
    blocks: list[Block] = [Heading(title), Sentence(said), *lines, Table(columns, rows)]
    if not conflict.is_confirmed:
        blocks.append(Sentence("The time was too short to tell whether each of them is needed for it.", "warning"))
    return blocks


def _where(cause: Cause, with_file: bool) -> str:
    file, line = _at(cause)
    return "" if not line else f"{file}, line {line}" if with_file else f"line {line}"


def _capital(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _at(cause: Cause) -> tuple[str, str]:
    """File and line of the most telling place; empty when none is known."""
    file, line, _ = cause.places[0].rsplit(":", 2) if cause.places else ("", "", "")
    return file, line


def way_blocks(impasse: Impasse) -> list[Block]:
    """The ways out, the easiest to ask for first."""
    late = "The time was over before all of them were looked at: with more --seconds there may be others."
    if not impasse.ways:
        said = "No way out was found." if _can_ask(impasse) else "Nobody can be asked to change that."
        said = f"No way out was found. {late}" if impasse.is_cut_short else said
        return [Sentence(said, "warning")] if impasse.conflicts else []
    tried = "Each was tried: with it there is a plan."
    if not all(way.is_confirmed for way in impasse.ways):
        tried = "Each was tried, and with it there is a plan, but for those of which it is said that they were not."
    blocks: list[Block] = [Heading("Ways out, the easiest to ask for first"), Sentence(tried)]
    rows = tuple(
        (str(number), _capital("; and ".join(way.asks) + _toll(way))) for number, way in enumerate(impasse.ways, 1)
    )
    blocks.append(Table((Column("Way", figures=True), Column("What to ask for")), rows))
    if impasse.is_cut_short or not all(way.is_cheapest for way in impasse.ways):
        blocks.append(Sentence(late.removesuffix(".") + ", also easier ones.", "warning"))
    if impasse.is_rest_dear:
        blocks.append(Sentence("There are others, but each asks for many things at once; they are not shown."))
    return blocks


def _toll(way: WayOut) -> str:
    """What it costs in mentors, where it does; or that it could not be tried."""
    if not way.is_confirmed:
        return " (not tried: the time was over)"
    if not way.has_pairings:
        return ", but then nobody mentors anybody"
    if not way.lacking:
        return ""
    return f", but {count(way.lacking, 'need')} that could have a mentor {'lacks' if way.lacking == 1 else 'lack'} one"


def _can_ask(impasse: Impasse) -> bool:
    return all(any(cause.can_be_asked for cause in conflict.causes) for conflict in impasse.conflicts)


def impasse_record(impasse: Impasse) -> Record:
    """The same for programs; the keys are a promise, kept by tests."""
    return {
        "status": impasse.status,
        "conflicts": [
            {"confirmed": conflict.is_confirmed, "facts": [_cause_record(cause) for cause in conflict.causes]}
            for conflict in impasse.conflicts
        ],
        "ways_out": [_way_record(way) for way in impasse.ways],
        "cut_short": impasse.is_cut_short,
        "rest_dear": impasse.is_rest_dear,
        "note": impasse.note,
        "seconds": impasse.seconds,
    }


def _way_record(way: WayOut) -> Record:
    return {
        "asks": list(way.asks),
        "cost": way.cost,
        "changes": way.changes,
        "unpin": list(way.unpin),
        "moves_confirmed": way.moves_confirmed,
        "lacking": way.lacking,
        "has_pairings": way.has_pairings,
        "confirmed": way.is_confirmed,
        "cheapest": way.is_cheapest,
    }


def _cause_record(cause: Cause) -> Record:
    return {
        "sentence": cause.sentence,
        "rule": cause.rule,
        "keys": list(cause.keys),
        "places": list(cause.places),
        "can_be_asked": cause.can_be_asked,
    }
