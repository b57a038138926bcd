"""A plan in tables: events, pairings, goals, and what stays open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mentoring.domain.consistency.conflict import fixed_pairings
from mentoring.domain.naming import theme_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.views.block import Column, Table
from mentoring.views.wording import (  # fmt: skip
    figure,
    goal_name,
    joined,
    say_bound,
    say_gap,
    say_unit,
    say_who,
    short_span,
    stage_title,
    theme_title,
)


def event_table(plan: Plan, events: Iterable[PlannedEvent] | None = None) -> Table:
    """Events by date: when, what, who in which theme, where, and how settled."""
    scenario = plan.scenario
    chosen = sorted(plan.events if events is None else events, key=lambda event: (event.first, event.last, event.id))
    rows = [
        (
            short_span(event.first, event.last),
            str(event.first.isocalendar().week),
            stage_title(scenario, event.stage),
            _who_in_theme(scenario, event),
            scenario.name(event.host) if event.host else "online",
            ", ".join(scenario.name(person) for person in event.people),
            event.status,
        )
        for event in chosen
    ]
    columns = [Column("When"), Column("Week", style="faint"), Column("What"), Column("Who"), Column("Where"),
               Column("People"), Column("Status")]  # fmt: skip
    return _without_empty(columns, rows, "There are no events.")


def id_table(plan: Plan) -> Table:
    """Events by date with their ids, by which verbs name them; cancelled ones last."""
    order = sorted(plan.events, key=lambda event: (event.status == "cancelled", event.first, event.last, event.id))
    rows = tuple((event.id, short_span(event.first, event.last), event.status) for event in order)
    return Table((Column("Event", style="strong"), Column("When"), Column("Status")), rows, "There are no events.")


def _who_in_theme(scenario: Scenario, event: PlannedEvent) -> str:
    """`Oslo > Genova in Political integration`: two visits of the same pair differ only in their theme."""
    is_of_pairing = event.theme and (event.mentor or event.mentee)
    return say_who(scenario, event) + (f" in {theme_of(scenario, event.theme or '')}" if is_of_pairing else "")


def pairing_table(plan: Plan) -> Table:
    """Pairings by theme: who mentors whom, how well they fit, how far apart they are."""
    scenario, said_of = plan.scenario, say_statuses(plan)
    rows = [
        (
            theme_title(scenario, pair.theme),
            scenario.name(pair.mentor),
            scenario.name(pair.mentee),
            figure(pairing.fit),
            figure(scenario.journeys.km(pair.mentor, pair.mentee)),
            said_of[pair],
        )
        for pairing in sorted(plan.pairings, key=lambda one: (one.key.theme, one.key))
        for pair in [pairing.key]
    ]
    said = scenario.programme.heading
    columns = (Column(said("theme")), Column(said("mentor")), Column(said("mentee")), Column("Fit", figures=True),
               Column("Km apart", figures=True), Column("Status"))  # fmt: skip
    return Table(columns, tuple(rows), "There are no pairings.")


def say_statuses(plan: Plan) -> dict[Pairing, str]:
    """How it stands with each pairing: `proposed`, `accepted` (both cities agree), or fixed with one of its events."""
    fixed = fixed_pairings(plan.scenario)
    return {
        one.key: "fixed by hand" if one.status == "proposed" and one.key in fixed else one.status
        for one in plan.pairings
    }


def without_proposed(table: Table) -> Table:
    """The table without the status, its last column, where every pairing is only proposed."""
    if any(row[-1] != "proposed" for row in table.rows):
        return table
    return Table(table.columns[:-1], tuple(row[:-1] for row in table.rows), table.empty)


def goal_table(plan: Plan) -> Table:
    """Goals in the order that counts, each with its value, what no plan can pass, and what could still be gained."""
    rows = [
        (
            goal_name(goal.goal),
            "who and where" if goal.part == "pairing" else "when",
            figure(goal.value),
            say_unit(plan.scenario, goal.goal, goal.part, goal.unit),
            say_bound(goal),
            say_gap(goal),
            goal.note,
        )
        for goal in plan.goals
    ]
    columns = [Column("Goal", style="strong"), Column("About"), Column("Value", figures=True), Column("Unit"),
               Column("Bound"), Column("Gap"), Column("Note")]  # fmt: skip
    return _without_empty(columns, rows, "The scenario asks for no goals.")


def unserved_table(plan: Plan) -> Table:
    """Needs that lack mentors, the most pressing first."""
    rows = tuple(
        (
            plan.scenario.name(one.city),
            theme_title(plan.scenario, one.theme),
            figure(one.missing),
            figure(one.priority),
            one.reason,
        )
        for one in sorted(plan.unserved, key=lambda one: (-one.priority, one.city, one.theme))
    )
    mentor = plan.scenario.programme.word("mentor")
    article = "an" if mentor[:1].casefold() in tuple("aeiou") else "a"
    columns = (Column("City"), Column(f"Needs {article} {mentor} in"), Column("Missing", figures=True),
               Column("Priority", figures=True), Column("Why"))  # fmt: skip
    return Table(columns, rows, "Every need has its mentors.")


def unused_table(plan: Plan) -> Table:
    """Offers with places left."""
    rows = tuple(
        (plan.scenario.name(one.city), theme_title(plan.scenario, one.theme), figure(one.free), one.reason)
        for one in sorted(plan.unused, key=lambda one: (one.city, one.theme))
    )
    columns = (Column("City"), Column("Could mentor in"), Column("Free places", figures=True), Column("Why"))
    return Table(columns, rows, "Every offer is used in full.")


def say_open(plan: Plan) -> str:
    """What stays open, in one sentence."""
    needs, offers = len(plan.unserved), len(plan.unused)
    if not needs and not offers:
        return "Every need has its mentors, and every offer is used in full."
    parts = [f"{figure(needs)} {'need lacks' if needs == 1 else 'needs lack'} mentors"] if needs else []
    parts += [f"{figure(offers)} {'offer has' if offers == 1 else 'offers have'} places left"] if offers else []
    return joined(parts) + "."


def _without_empty(columns: list[Column], rows: Sequence[tuple[str, ...]], empty: str) -> Table:
    """The table without columns in which no row says anything."""
    kept = [number for number in range(len(columns)) if not rows or any(row[number] for row in rows)]
    return Table(
        tuple(columns[number] for number in kept), tuple(tuple(row[number] for number in kept) for row in rows), empty
    )
