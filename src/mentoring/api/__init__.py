"""The verbs as functions: load, plan, check, candidates, graph, export. Start reading here.

A scenario file becomes a `Scenario`, a scenario becomes a `Plan`, and everything else needs only the plan:

    scenario = load("danube.yaml").require()
    result = plan(scenario, seconds=60)
    save_plan(result.require_plan(), "danube.plan.json")
    export(load_plan("danube.plan.json"), "calendars")

What is heavy is imported inside the function that needs it; only `plan` needs the solver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.domain.appearance import draw_with
from mentoring.errors import Problem, UsageError

if TYPE_CHECKING:
    from mentoring.analysis.graph import Exchange
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Progress, Result
    from mentoring.domain.scenario import Scenario
    from mentoring.errors import Place
    from mentoring.files.scenario import Loaded
    from mentoring.rules.base import Violation

MOST_NAMES = 12
"""So many known names are listed where none is near."""

EXPORTS = ("ics", "csv", "xlsx", "json", "geojson", "graphml")
"""What `export` can write."""


def load(path: Path | str) -> Loaded:
    """A scenario file with everything wrong or doubtful in it; `.require()` gives the scenario.

    Raises UsageError when there is no such file or it may not be read.
    """
    from mentoring.files.scenario import load_scenario

    return load_scenario(path)


def load_plan(path: Path | str) -> Plan:
    """The plan in a file.

    Raises:
        UsageError: when there is no such file or it may not be read.
        PlanFileError: when it is no plan, with every problem found.
    """
    from mentoring.files.plan import read_plan

    return read_plan(path)


def save_plan(plan: Plan, path: Path | str) -> Path:
    """Write the plan, whole or not at all; the same plan gives the same bytes.

    Raises UsageError when the place cannot be written to.
    """
    from mentoring.files.plan import write_plan

    return write_plan(plan, path)


def plan(
    scenario: Scenario | Loaded | Path | str,
    *,
    against: Plan | Path | str | None = None,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 1,
    workers: int = 1,
    at: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """The best plan of a scenario, with what is proven about every goal; "no plan" is a status of the result.

    Given a file (or what `load` made of it), the plan also keeps where in the file each value stands.
    `against` is an earlier plan: changing what it says costs (goal `changes`), its events' sequences go on, those that
    are done, confirmed or over by `planned_on` stay as they are, and so does what was decided by hand.
    `seconds` limits the time on the clock, `work` each solve in units that are the same on every machine.
    `seed` and one worker make runs repeatable. `at` is the time the plan says it was made (UTC, as
    2013-02-01T09:00:00Z); without it SOURCE_DATE_EPOCH or the clock tell. `on_progress` hears every better value or
    bound; once `should_stop` says true, the best plan so far is returned.

    Raises:
        UsageError, ScenarioError, PlanFileError: when a file given by path is missing or wrong.
        ModelDisagreement: when the engine's plan breaks a rule's own check: a bug of ours, please report it.
    """
    from mentoring.api.carry import carry_over, finish
    from mentoring.domain.scenario import Scenario
    from mentoring.engine import planner
    from mentoring.files.moment import moment

    made_at = moment(at)
    places: dict[str, Place] = {}
    if not isinstance(scenario, Scenario):
        loaded = load(scenario) if isinstance(scenario, Path | str) else scenario
        scenario = loaded.require()
        places = loaded.positions
    earlier = load_plan(against) if isinstance(against, Path | str) else against
    kept = carry_over(scenario, earlier, places)
    result = planner.plan(
        kept.scenario, against=earlier, seconds=seconds, work=work, seed=seed, workers=workers,
        on_progress=on_progress, should_stop=should_stop,
    )  # fmt: skip
    return finish(result, kept, made_at)


def check(plan: Plan) -> list[Violation]:
    """Everything in which a plan breaks a rule, sorted; a plan that is not whole is told only that.

    The solver is not asked.
    """
    from mentoring.rules import check_plan

    return check_plan(plan)


def recount(plan: Plan) -> list[Problem]:
    """Goals whose value in the plan is not what its events and pairings come to.

    `changes` is left out: it counts against an earlier plan, which a plan does not hold.
    """
    from mentoring.goals import BY_SLUG

    found: list[Problem] = []
    for goal in plan.goals:
        if goal.goal == "changes" or goal.goal not in BY_SLUG:
            continue
        value = BY_SLUG[goal.goal].measure(plan, goal.part, None)
        if value != goal.value:
            said = f"the plan says {goal.value} {goal.unit}, its events and pairings come to {value}"
            found.append(Problem(f"goals.{goal.goal}", said))
    return found


@dataclass(frozen=True, slots=True)
class Partner:
    """A possible pairing of one city: how well it fits, how far apart the two are, and why it cannot be.

    `km` is one way; `reasons` (rule, sentence) is empty for a pairing that can be.
    """

    pairing: Pairing
    fit: int
    km: int
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether nothing speaks against the pairing by itself."""
        return not self.reasons


def candidates(scenario: Scenario, city: str, theme: str | None = None) -> list[Partner]:
    """Every partner that a city could have, as mentor or mentee: the possible first, by fit, then those that fall out.

    Raises UsageError when the scenario has no such city or theme.
    """
    from mentoring.analysis.partner import list_pairings_of
    from mentoring.api.fallen import find_fallen
    from mentoring.api.known import find_city, find_theme
    from mentoring.rules import RULES

    city = find_city(scenario, city)
    theme = find_theme(scenario, theme) if theme is not None else None
    asked = {pair for pair in list_pairings_of(scenario, city) if theme in (None, pair.theme)}
    fallen, rules = find_fallen(scenario, asked), {rule.slug: rule for rule in RULES}
    said = {pair: [(slug, rules[slug].say(scenario, about)) for slug, about in facts] for pair, facts in fallen.items()}
    partners = [_partner(scenario, pair, tuple(said.get(pair, ()))) for pair in asked]
    return sorted(partners, key=lambda one: (not one.is_possible, -one.fit, one.km, one.pairing))


def graph(source: Scenario | Plan) -> Exchange:
    """Who exchanges with whom, by a plan's pairings (or a scenario's offers and needs), and what holds it together.

    `mentoring.exports.graph.write_graph` writes either of the two graphs to a file.
    """
    from mentoring.analysis.graph import analyse

    return analyse(source)


def export(
    plan: Plan, out: Path | str, to: str = "ics", *, for_excel: bool = False, since: int | None = None
) -> list[Path]:
    """Write a plan into a folder, in one of EXPORTS: as calendars, tables or for other programs; gives the files.

    `for_excel` begins CSV files with the mark by which Excel knows their letters; `since` is the revision that tables
    tell changes from, that before the plan's own unless given.

    Raises:
        UsageError: for an unknown form, or when the folder cannot be written to.
        RefusedError: when a file there is not ours, or somebody has changed it; nothing is written then.
    """
    require_name(to, EXPORTS, "form of export")
    if to != "ics":
        from mentoring.exports.delivery import Wish, write_files

        return write_files(plan, out, to, Wish(for_excel, since))
    from mentoring.api.calendar import export_calendars

    return export_calendars(plan, out)


def require_name(name: str, known: Any, kind: str) -> None:
    """Raises UsageError with the nearest known name when `name` is not known."""
    if name in known:
        return
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    names = sorted(known)
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    listed = f"known: {', '.join(names[:MOST_NAMES])}{more}" if names else ""
    hint = f"did you mean {near[0]}?" if near else listed
    raise UsageError(f"there is no {kind} {name!r}{': ' if hint else ''}{hint}")


def _partner(scenario: Scenario, pair: Pairing, reasons: tuple[tuple[str, str], ...]) -> Partner:
    return Partner(pair, scenario.fit(pair), scenario.journeys.km(pair.mentor, pair.mentee), reasons)


def _in_a_notebook(value: object) -> str | None:
    from mentoring.views.notebook import notebook_html

    return notebook_html(value)


draw_with(_in_a_notebook)
