"""What a drill found, in a sentence, a table and plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from mentoring.analysis.harm import Harm, Mishap
from mentoring.domain.plan import Plan
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.difference import difference_record
from mentoring.views.wording import count, figure, joined, short_span


def drill_blocks(plan: Plan, harms: Sequence[Harm], asked: int) -> list[Block]:
    """How many mishaps cost a need or the whole plan, then every one, the most harmful first."""
    blocks: list[Block] = [Heading("What would be lost"), Sentence(say_drill(harms))]
    if len(harms) < asked:
        said = f"{figure(asked - len(harms))} of {figure(asked)} were not drilled: run it again to go on."
        blocks.append(Sentence(said, "warning"))
    without = tuple((say_mishap(plan, harm.mishap), _say_why(harm)) for harm in harms if harm.difference is None)
    if without:
        columns = (Column("What happens", style="strong"), Column("Why there is no plan then"))
        blocks += [Heading("No plan is possible, or none was found"), Table(columns, without)]
    rows = tuple(_row(plan, harm) for harm in harms if harm.difference is not None)
    told = (Column("What happens", style="strong"), Column("Needs lost"), Column("Events disturbed"),
            Column("Stands in"), Column("Plan made anew", figures=True))  # fmt: skip
    empty = {number for number in range(len(told)) if not any(row[number] for row in rows)}
    kept = [number for number in range(len(told)) if number not in empty]
    lines = tuple(tuple(row[number] for number in kept) for row in rows)
    planned = Table(tuple(told[number] for number in kept), lines)
    return [*blocks, Heading("Planned anew, the most harmful first"), planned] if rows else blocks


def say_drill(harms: Sequence[Harm]) -> str:
    """`Of 17 mishaps 2 leave no plan, 6 cost a need its mentor, 5 disturb events and 4 do no harm.`"""
    planned = [harm for harm in harms if harm.difference is not None]
    without = len(harms) - len(planned)
    costly = sum(bool(harm.lost) for harm in planned)
    disturbing = sum(bool(harm.disturbed) and not harm.lost for harm in planned)
    harmless = len(planned) - costly - disturbing
    told = []
    for number, one, many in (
        (without, "leaves no plan", "leave no plan"),
        (costly, "costs a need its mentor", "cost a need its mentor"),
        (disturbing, "only disturbs events", "only disturb events"),
        (harmless, "does no harm to the others", "do no harm to the others"),
    ):
        if number:
            told.append(f"{figure(number)} {one if number == 1 else many}")
    return f"Of {count(len(harms), 'mishap')} {joined(told) or 'none was drilled'}."


def say_mishap(plan: Plan, mishap: Mishap) -> str:
    """`Without Athens`, `Cannot meet: Oslo on 4–10 Mar 2013`."""
    if mishap.kind != "weeks":
        return f"Without {plan.scenario.name(mishap.who)}"
    told = [f"{plan.scenario.name(city)} on {joined(map(_say_week, weeks))}" for city, weeks in mishap.weeks]
    return f"Cannot meet: {'; '.join(told)}"


def _say_week(monday: date) -> str:
    return short_span(monday, monday + timedelta(days=6))


def _row(plan: Plan, harm: Harm) -> tuple[str, ...]:
    name = plan.scenario.name
    lost = [f"{name(city)} in {theme}" for city, theme, _ in harm.lost]
    reserves = dict.fromkeys(harm.reserves)
    stand_ins = [
        f"{name(one.key.mentor)} for {name(one.key.mentee)}"
        + (" (reserve)" if (one.key.mentor, one.key.theme) in reserves else "")
        for one in harm.stand_ins
    ]
    disturbed = figure(len(harm.disturbed))
    return say_mishap(plan, harm.mishap), "; ".join(lost), disturbed, "; ".join(stand_ins), harm.file


def _say_why(harm: Harm) -> str:
    """Why there is no plan."""
    is_known = harm.reason and not harm.reason.startswith("no plan")
    if harm.status == "infeasible":
        return harm.reason if is_known else "none keeps every rule; `mentoring explain` on a what-if tells why"
    return harm.reason or "none was found in the time given"


def drill_record(plan: Plan, harms: Sequence[Harm], asked: int) -> dict[str, Any]:
    """The drill for programs; the keys are a promise."""
    return {
        "programme": plan.scenario.programme.id,
        "asked": asked,
        "drilled": len(harms),
        "harms": [
            {
                "kind": harm.mishap.kind,
                "who": harm.mishap.who or None,
                "weeks": {city: [day.isoformat() for day in weeks] for city, weeks in harm.mishap.weeks},
                "status": harm.status,
                "reason": harm.reason,
                "plan": harm.file or None,
                "lost": [{"city": city, "theme": theme, "missing": number} for city, theme, number in harm.lost],
                "lost_priority": harm.lost_priority,
                "disturbed": [change.id for change in harm.disturbed],
                "stand_ins": [one.pairing for one in harm.stand_ins],
                "reserves": [{"city": city, "theme": theme} for city, theme in harm.reserves],
                "difference": difference_record(harm.difference) if harm.difference is not None else None,
            }
            for harm in harms
        ],
    }
