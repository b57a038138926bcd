"""Settings of the whole programme: the order of goals, tables of travel, limits that nothing counts towards."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.consistency.finding import Finding, Path, suggest
from mentoring.domain.number import figure
from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS, WORDS, GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.domain.travel import RateTable

_LISTS = {"pairing": PAIRING_GOALS, "dates": DATE_GOALS}
_JOURNEYS = ("travel_km", "cost_eur", "co2_kg")  # goals for when that count the journeys of people
_FAIR = ("hosting", "away")  # goals that know `leximin`


def find_bad_settings(scenario: Scenario) -> Iterator[Finding]:
    """Goals, tables and limits that make no sense."""
    yield from _goals(scenario)
    if isinstance(scenario.travel.rates, RateTable):
        yield from _rates(scenario.travel.rates)
    yield from _uncounted(scenario)
    yield from _sent_from_anywhere(scenario)
    planned_on = scenario.programme.planned_on
    if planned_on is not None and planned_on > scenario.programme.last:
        message = f"planned_on lies after the programme's last day ({scenario.programme.last})"
        yield Finding(("programme", "planned_on"), message, "nothing new can start any more", warning=True)
    for word in scenario.programme.words:
        if word not in WORDS:
            message = f"{word[:60]} is none of the words a programme may have its own for, so this is never shown"
            yield Finding(("programme", "words", word), message, suggest(word, WORDS), warning=True)


def _goals(scenario: Scenario) -> Iterator[Finding]:
    for part, uses in (("pairing", scenario.goals.pairing), ("dates", scenario.goals.dates)):
        other = "dates" if part == "pairing" else "pairing"
        first: dict[str, int] = {}
        for position, use in enumerate(uses):
            path: Path = ("goals", part, position)
            if use.goal not in _LISTS[part]:
                if use.goal in _LISTS[other]:
                    message, hint = f"{use.goal} is no goal of `goals.{part}`", f"move it to `goals.{other}`"
                else:
                    message, hint = f"there is no goal {use.goal}", suggest(use.goal, _LISTS[part])
                yield Finding(path, message, hint)
            elif use.goal in first:
                message = f"{use.goal} stands in `goals.{part}` twice"
                yield Finding(path, message, "take one of them out", (("goals", part, first[use.goal]),))
            first.setdefault(use.goal, position)
            yield from _leximin(use, path)


def _leximin(use: GoalUse, path: Path) -> Iterator[Finding]:
    if use.leximin and use.goal not in _FAIR:
        message = f"`leximin` says nothing for {use.goal}"
        yield Finding(path, message, "take it out: it is for hosting and away", warning=True)
    elif use.leximin and use.tolerance:  # the loads below the largest are held by counts, which know no tolerance
        message = f"{use.goal} has both `leximin` and a `tolerance`, but what is fair down to the last city"
        yield Finding(path, f"{message} has nothing to give up", "take one of the two out")


def _sent_from_anywhere(scenario: Scenario) -> Iterator[Finding]:
    """People who live apart and could go in each other's place, where no goal counts their journeys."""
    if any(use.goal in _JOURNEYS for use in scenario.goals.dates):
        return
    for stage in scenario.stages.values():
        for role, sent in stage.people.items():
            able = [who for who, person in scenario.people.items() if role in person.roles]
            homes = {scenario.people[who].home for who in able} - {None}
            if stage.host != "none" and len(able) > sent.count and len(homes) > 1:
                message = "people who live apart can be sent in each other's place, but no goal for when counts how far"
                yield Finding(("goals", "dates"), message, "add travel_km to `goals.dates`", warning=True)
                return


def _rates(table: RateTable) -> Iterator[Finding]:
    starts = [band.from_km for band in table.bands]
    for position in range(1, len(starts)):
        if starts[position] <= starts[position - 1]:
            path: Path = ("travel", "rates", "bands", position, "from_km")
            message = (
                f"{figure(starts[position])} km does not lie above the band before ({figure(starts[position - 1])} km)"
            )
            yield Finding(path, message, "write the bands rising", (("travel", "rates", "bands", position - 1),))
    if table.to_km is not None and table.to_km < max(starts):
        message = f"the table ends at {figure(table.to_km)} km, before its last band begins ({figure(max(starts))} km)"
        yield Finding(("travel", "rates", "to_km"), message, "raise it, or take it out")


def _uncounted(scenario: Scenario) -> Iterator[Finding]:
    """Limits and goals about money or CO2 without a table to count by."""
    travel = scenario.travel
    rates = "choose `travel.rates`, or set `travel.daily_eur`"
    no_money = travel.rates is None and travel.daily_eur == 0
    for goal, caps, key, missing, hint in (
        ("cost_eur", scenario.limits.budget_eur, "budget_eur", no_money, rates),
        ("co2_kg", scenario.limits.co2_kg, "co2_kg", travel.co2 is None, "choose `travel.co2`"),
    ):
        if missing and (caps.programme is not None or caps.per_city is not None):
            yield Finding(("limits", key), "there is no table to count by, so this binds nothing", hint, warning=True)
        for part, uses in (("pairing", scenario.goals.pairing), ("dates", scenario.goals.dates)):
            for position, use in enumerate(uses):
                if missing and use.goal == goal:
                    message = f"there is no table to count {goal} by, so it is always 0"
                    yield Finding(("goals", part, position), message, hint, warning=True)
