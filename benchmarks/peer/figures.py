"""The stated programme as plain numbers: what every peer reads, and how its answer becomes a plan.

Worked out from the scenario alone, without the engine, so that a peer's answer is judged by the same rules as ours
and nothing of the engine's own work helps it. Days count from `programme.first`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from mentoring.domain.dates import WEEKDAYS, Lag
from mentoring.domain.geography import great_circle_km
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent, PlannedPairing
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage

VISITS = ("first-visit", "second-visit", "third-visit")
MEETING = "cluster"
VISIT_DAYS, MEETING_DAYS = 3, 2
HOSTS = ("mentee", "mentor", "mentee")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Cities, offers and needs by number; `visit_starts[c]` and `meeting_starts[c]` are days the city can begin on."""

    cities: list[str]
    countries: list[str]
    where: list[tuple[float, float]]
    """Degrees north and east."""
    rest_days: list[int]
    visit_starts: list[list[int]]
    meeting_starts: list[list[int]]
    themes: list[str]
    offers: list[tuple[int, int, int, int]]
    """City, theme, mentees at most, strength."""
    needs: list[tuple[int, int, int, int]]
    """City, theme, priority, level."""
    horizon: int
    people: int
    least_lag: int
    most_lag: int
    """Free days between two visits of a pairing, both inside."""
    meeting_lag: int
    """Least free days between a second visit and the theme's meeting."""
    far_km: int
    far_days: int
    """Two events farther apart than so many km have so many free days between."""

    def km(self, one: int, two: int) -> int:
        """One way, between two cities."""
        return great_circle_km(*self.where[one], *self.where[two])

    def told(self) -> dict[str, Any]:
        """The same for JSON, with all distances."""
        everywhere = range(len(self.cities))
        return asdict(self) | {"km": [[self.km(one, two) for two in everywhere] for one in everywhere]}


@dataclass(slots=True)
class Answer:
    """What a peer decided: for each need an offer and three start days; for each theme a start day and a host city."""

    pairs: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)
    """Need -> offer, first days of the three visits."""
    meetings: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Theme -> first day, host city."""


def numbers_of(scenario: Scenario) -> Numbers:
    """The numbers of a programme in the stated form."""
    ids = list(scenario.cities)
    at = {name: number for number, name in enumerate(ids)}
    themes = list(scenario.themes)
    visits = [scenario.stages[stage] for stage in VISITS]
    meeting = scenario.stages[MEETING]
    gap = visits[1].after[VISITS[0]]
    assert gap == visits[2].after[VISITS[1]]
    assert gap.max is not None
    ((_, near), (far_km, far_days)) = sorted(scenario.travel.days.over_km.items())
    assert near == 0
    busy = {name: _closed_days(scenario, name) for name in ids}
    visit_days = _starts(scenario, visits[0], VISIT_DAYS)
    meeting_days = _starts(scenario, meeting, MEETING_DAYS)
    cities = scenario.cities.items()
    return Numbers(
        cities=ids, countries=[city.country or "" for city in scenario.cities.values()],
        where=[(city.latitude or 0.0, city.longitude or 0.0) for city in scenario.cities.values()],
        rest_days=[city.rest_days for city in scenario.cities.values()],
        visit_starts=[_free(visit_days, VISIT_DAYS, busy[name]) for name in ids],
        meeting_starts=[_free(meeting_days, MEETING_DAYS, busy[name]) for name in ids],
        themes=themes,
        offers=[(at[n], themes.index(t), o.mentees, o.strength) for n, city in cities for t, o in city.offers.items()],
        needs=[(at[n], themes.index(t), o.priority, o.level) for n, city in cities for t, o in city.needs.items()],
        horizon=scenario.span.days, people=len(scenario.people),
        least_lag=_days(gap.min), most_lag=_days(gap.max), meeting_lag=_days(meeting.after[VISITS[1]].min),
        far_km=far_km, far_days=far_days,
    )  # fmt: skip


def plan_from(scenario: Scenario, numbers: Numbers, answer: Answer) -> Plan:
    """The answer as a plan; facilitators go to the visits of a week in turn, as none has two in one week.

    Raises:
        ValueError: when a week has more visits than there are facilitators.
    """
    pairings, events = [], []
    sent: dict[int, int] = {}
    people = sorted(scenario.people)
    joined: dict[int, set[str]] = {}
    for need, (offer, *starts) in sorted(answer.pairs.items()):
        mentee, mentor = numbers.cities[numbers.needs[need][0]], numbers.cities[numbers.offers[offer][0]]
        theme = numbers.needs[need][1]
        pair = Pairing(mentor, mentee, numbers.themes[theme])
        joined.setdefault(theme, set()).update((mentor, mentee))
        pairings.append(PlannedPairing(pairing=str(pair), fit=scenario.fit(pair), effort=scenario.effort(pair)))
        for stage, host, start in zip(VISITS, HOSTS, starts, strict=True):
            week = start // 7
            turn = sent.get(week, 0)
            sent[week] = turn + 1
            if turn >= len(people):
                raise ValueError(f"more than {len(people)} visits in one week")
            events.append(
                PlannedEvent(
                    id=f"{stage}/{mentor}/{mentee}/{pair.theme}", stage=stage, mentor=mentor, mentee=mentee,
                    theme=pair.theme, host=mentee if host == "mentee" else mentor,
                    participants=tuple(sorted((mentor, mentee))), people=(people[turn],),
                    **_span(scenario, start, VISIT_DAYS),
                )
            )  # fmt: skip
    for theme, there in sorted(joined.items()):
        start, where = answer.meetings[theme]
        events.append(
            PlannedEvent(
                id=f"{MEETING}/{numbers.themes[theme]}", stage=MEETING, theme=numbers.themes[theme],
                host=numbers.cities[where], participants=tuple(sorted(there)), **_span(scenario, start, MEETING_DAYS),
            )
        )  # fmt: skip
    return Plan(scenario=scenario, status="feasible", pairings=tuple(pairings), events=tuple(events))


def _span(scenario: Scenario, start: int, days: int) -> dict[str, date]:
    first = scenario.programme.first + timedelta(days=start)
    return {"first": first, "last": first + timedelta(days=days - 1)}


def _starts(scenario: Scenario, stage: Stage, days: int) -> list[int]:
    """Days an event of the stage can begin on as far as weekday, window, weeks and closed spans go."""
    first, last = scenario.programme.first, scenario.programme.last
    shut = {day for period in scenario.programme.closed for day in _each(period.first, period.last)}
    workable = set(stage.working_days or scenario.programme.working_days)
    found = []
    for number in range((last - first).days + 2 - days):
        own = [first + timedelta(days=number + more) for more in range(days)]
        begins = WEEKDAYS[own[0].weekday()]
        weeks = {f"{year}-W{week:02d}" for year, week, _ in (day.isocalendar() for day in own)}
        if (
            all(WEEKDAYS[day.weekday()] in workable and day not in shut for day in own)
            and (not stage.start_on or begins in stage.start_on)
            and (not stage.programme_weeks or weeks <= set(stage.programme_weeks))
            and (stage.between is None or (own[0] >= stage.between.first and own[-1] <= stage.between.last))
        ):
            found.append(number)
    return found


def _free(starts: list[int], days: int, busy: set[int]) -> list[int]:
    return [start for start in starts if not any(start + more in busy for more in range(days))]


def _closed_days(scenario: Scenario, city: str) -> set[int]:
    """The city's public holidays and the days it is unavailable, its country's included."""
    first, record = scenario.programme.first, scenario.cities[city]
    country = scenario.countries.get(record.country or "")
    periods = (*record.unavailable, *(country.unavailable if country else ()))
    days = {(day - first).days for period in periods for day in _each(period.first, period.last)}
    return days | {(day - first).days for day in scenario.resolution.holidays.get(city, {})}


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _days(lag: Lag) -> int:
    assert lag.unit in "dw"
    return lag.count * (7 if lag.unit == "w" else 1)
