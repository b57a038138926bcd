"""What a drill found, in a sentence, a table and plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from mentoring.analysis.harm import Harm, Mishap
from mentoring.domain.naming import theme_of
from mentoring.domain.plan import Plan
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.difference import difference_record
from mentoring.views.wording import count, figure, joined, short_span

MOST_NAMED = 5
"""So many of those who could stand in are named one by one."""


def drill_blocks(plan: Plan, harms: Sequence[Harm], asked: int) -> list[Block]:
    """How many mishaps cost a need or the whole plan, then every one, the most harmful first."""
    blocks: list[Block] = [Heading("What would be lost"), Sentence(say_drill(harms))]
    if len(harms) < asked:
        said = f"{figure(asked - len(harms))} of {figure(asked)} were not drilled: run it again to go on."
        blocks.append(Sentence(said, "warning"))
    without = [harm for harm in harms if harm.difference is None]
    if without:
        lines = [(say_mishap(plan, harm.mishap), _say_why(harm), say_stand_ins(plan, harm)) for harm in without]
        columns = [
            Column("What happens", style="strong"),
            Column("Why there is no plan then"),
            Column("Could stand in"),
        ]
        blocks += [Heading("No plan is possible, or none was found"), _table(columns, lines)]
    rows = [_row(plan, harm) for harm in harms if harm.difference is not None]
    columns = [Column("What happens", style="strong"), Column("Needs lost"), Column("Events disturbed"),
               Column("Could stand in"), Column("Plan made anew", figures=True)]  # fmt: skip
    return [*blocks, Heading("Planned anew, the most harmful first"), _table(columns, rows)] if rows else blocks


def _table(columns: Sequence[Column], rows: Sequence[tuple[str, ...]]) -> Table:
    """The table without columns in which nothing stands."""
    kept = [number for number in range(len(columns)) if any(row[number] for row in rows)]
    return Table(
        tuple(columns[number] for number in kept), tuple(tuple(row[number] for number in kept) for row in rows)
    )


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
    lost = [_say_need(plan, city, theme) for city, theme, _ in harm.lost]
    disturbed = figure(len(harm.disturbed))
    return say_mishap(plan, harm.mishap), "; ".join(lost), disturbed, say_stand_ins(plan, harm), harm.file


def _say_need(plan: Plan, city: str, theme: str) -> str:
    """The city, with the theme where it needs several."""
    name = plan.scenario.name(city)
    return name if len(plan.scenario.cities[city].needs) == 1 else f"{name} in {theme_of(plan.scenario, theme)}"


def say_stand_ins(plan: Plan, harm: Harm) -> str:
    """`for Ghent: Bergen (takes over, reserve), Turku (full)`; of a person `Ben (takes over 2 of 3 events)`."""
    name = plan.scenario.name
    of_whom: dict[tuple[str, str], list[str]] = {}
    for one in harm.stand_ins:
        marks = [word for is_so, word in ((one.is_used, "takes over"), (one.is_reserve, "reserve"),
                                          (one.is_full and not one.is_used, "full")) if is_so]  # fmt: skip
        told = f"{name(one.pair.mentor)} ({', '.join(marks)})" if marks else name(one.pair.mentor)
        of_whom.setdefault((one.pair.mentee, one.pair.theme), []).append(told)
    parts = [f"for {_say_need(plan, mentee, theme)}: {_cut(those)}" for (mentee, theme), those in of_whom.items()]
    people = [
        f"{name(one.who)} (takes over {figure(one.used)} of {count(one.events, 'event')})"
        if one.used
        else name(one.who)
        for one in harm.deputies
    ]
    return "; ".join([*parts, *([_cut(people)] if people else [])])


def _cut(those: Sequence[str]) -> str:
    """The first few, with how many more there are; whoever takes over is always named."""
    shown = [one for number, one in enumerate(those) if number < MOST_NAMED or "takes over" in one]
    more = len(those) - len(shown)
    return ", ".join(shown) + (f" and {figure(more)} more" if more else "")


def _say_why(harm: Harm) -> str:
    """Why there is no plan."""
    is_known = harm.reason and not harm.reason.startswith("no plan")
    if harm.status == "infeasible":
        return harm.reason if is_known else "none keeps every rule; there was no time to tell which facts clash"
    return harm.reason or "none was found in the time given"


def plan_mark(plan: Plan) -> str:
    """A figure by which a drill is known to be of this plan: of who mentors whom, and which events are when and where.

    What is announced or confirmed since then changes nothing of it.
    """
    events = sorted((one.id, one.first.isoformat(), one.last.isoformat(), one.host or "") for one in plan.held)
    pairs = sorted(str(one.key) for one in plan.pairings)
    return sha256(json.dumps([plan.scenario.programme.id, pairs, events]).encode()).hexdigest()[:16]


def is_drill_of(plan: Plan, drill: Mapping[str, Any]) -> bool:
    """Whether what `drill_record` told is of this plan, as far as it says so."""
    own = {"programme": plan.scenario.programme.id, "plan_mark": plan_mark(plan)}
    return all(drill.get(key, value) == value for key, value in own.items())


def drill_record(plan: Plan, harms: Sequence[Harm], asked: int) -> dict[str, Any]:
    """The drill for programs; the keys are a promise."""
    return {
        "programme": plan.scenario.programme.id,
        "plan_mark": plan_mark(plan),
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
                "stand_ins": [one.pairing for one in harm.stand_ins if one.is_used],
                "could_stand_in": [
                    {
                        "pairing": one.pairing,
                        "fit": one.fit,
                        "used": one.is_used,
                        "reserve": one.is_reserve,
                        "full": one.is_full,
                    }
                    for one in harm.stand_ins
                ],
                "deputies": [{"who": one.who, "events": one.events, "used": one.used} for one in harm.deputies],
                "reserves": [{"city": city, "theme": theme} for city, theme in harm.reserves],
                "difference": difference_record(harm.difference) if harm.difference is not None else None,
            }
            for harm in harms
        ],
    }
