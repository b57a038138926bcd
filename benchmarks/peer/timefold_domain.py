"""The stated programme for Timefold: facts and choices. Runs in an environment without the rest of this project.

A fair model. Each need is one entity with the offer that serves it, the first day of its first visit and the days to
its second and third, so that lags are kept by the value ranges and every constraint about a pairing reads one entity
alone. A theme's meeting is an entity with day and host; whatever reads it with a need joins the two. Facilitators are
a number for each week, since a visit lies inside a week and one facilitator is as good as another: that is easier than
choosing each.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import BendableScore

VISIT, MEETING = 3, 2  # days


@dataclass(eq=False)
class City:
    """A city; `km` to every other by number, `visit` and `meeting` say for each day whether it can begin one."""

    id: int
    rest: int
    km: list[int]
    visit: list[bool]
    meeting: list[bool]
    far_km: int
    far_days: int


@dataclass(eq=False)
class Offer:
    """Places of a city in one theme."""

    id: int
    city: City
    mentees: int
    strength: int


@dataclass(unsafe_hash=True)  # not frozen: the translation to Java cannot do that
class Stay:
    """A city's days at one event; two stays of one city at one meeting are the same stay."""

    city: City
    event: int
    first: int
    last: int
    km: int
    place: City


def fit_of(need: "Need", offer: Offer) -> int:
    """How well the two match, 0-100, rounded half up."""
    return (need.level * offer.strength + 50) // 100


@planning_entity
@dataclass(eq=False)
class Need:
    """A need with what serves it."""

    id: Annotated[int, PlanningId]
    city: City
    theme: int
    priority: int
    level: int
    offers: Annotated[list[Offer], ValueRangeProvider(id="offers")]
    offer: Annotated[Offer | None, PlanningVariable(value_range_provider_refs=["offers"], allows_unassigned=True)] = (
        field(default=None)
    )
    first: Annotated[int | None, PlanningVariable(value_range_provider_refs=["days"])] = field(default=None)
    second: Annotated[int | None, PlanningVariable(value_range_provider_refs=["gaps"])] = field(default=None)
    third: Annotated[int | None, PlanningVariable(value_range_provider_refs=["gaps"])] = field(default=None)

    def starts(self) -> list[int]:
        found: list[int] = []
        if self.offer is not None and self.first is not None:
            found.append(self.first)
            if self.second is not None:
                found.append(self.first + self.second)
                if self.third is not None:
                    found.append(self.first + self.second + self.third)
        return found

    def closed(self) -> int:
        """Visits on days that one of the two cities cannot begin on."""
        wrong = 0
        for start in self.starts():
            if start >= len(self.city.visit) or not self.city.visit[start] or not self.offer.city.visit[start]:
                wrong += 1
        return wrong

    def stays(self) -> list[Stay]:
        found: list[Stay] = []
        number = 0  # counted by hand: the translation to Java has no `enumerate`
        for start in self.starts():
            mentee, mentor = self.city, self.offer.city
            host = mentor if number == 1 else mentee
            km = 2 * mentee.km[mentor.id]
            event = 4 * self.id + number
            end = start + VISIT - 1
            found.append(Stay(mentee, event, start, end, km if number == 1 else 0, host))
            found.append(Stay(mentor, event, start, end, 0 if number == 1 else km, host))
            number += 1  # noqa: SIM113
        return found

    def weeks(self) -> list[int]:
        found: list[int] = []
        for start in self.starts():
            found.append(start // 7)
        return found

    def last_days(self) -> int:
        total = 0
        for start in self.starts():
            total += start + VISIT - 1
        return total


@planning_entity
@dataclass(eq=False)
class Meeting:
    """A theme's meeting."""

    id: Annotated[int, PlanningId]
    hosts: Annotated[list[City], ValueRangeProvider(id="hosts")]
    day: Annotated[int | None, PlanningVariable(value_range_provider_refs=["meeting_days"])] = field(default=None)
    host: Annotated[City | None, PlanningVariable(value_range_provider_refs=["hosts"])] = field(default=None)


@dataclass(eq=False)
class Office:
    """What holds for the programme as a whole."""

    people: int
    meeting_lag: int


@planning_solution
@dataclass
class Programme:
    """Facts, choices and score."""

    office: Annotated[list[Office], ProblemFactCollectionProperty]
    days: Annotated[list[int], ValueRangeProvider(id="days")]
    gaps: Annotated[list[int], ValueRangeProvider(id="gaps")]
    meeting_days: Annotated[list[int], ValueRangeProvider(id="meeting_days")]
    cities: Annotated[list[City], ProblemFactCollectionProperty]
    needs: Annotated[list[Need], PlanningEntityCollectionProperty]
    meetings: Annotated[list[Meeting], PlanningEntityCollectionProperty]
    score: Annotated[BendableScore | None, PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=4)] = (
        field(default=None)
    )


def programme_from(numbers: dict[str, Any]) -> Programme:
    """The planning problem from the numbers."""
    horizon, themes = numbers["horizon"], range(len(numbers["themes"]))
    cities = []
    for number in range(len(numbers["cities"])):
        visit, meeting = set(numbers["visit_starts"][number]), set(numbers["meeting_starts"][number])
        days = range(horizon)
        cities.append(
            City(
                number, numbers["rest_days"][number], numbers["km"][number], [day in visit for day in days],
                [day in meeting for day in days], numbers["far_km"], numbers["far_days"],
            )
        )  # fmt: skip
    offers = [
        (theme, Offer(number, cities[city], mentees, strength))
        for number, (city, theme, mentees, strength) in enumerate(numbers["offers"])
    ]
    countries = numbers["countries"]
    needs = [
        Need(
            number, cities[city], theme, priority, level,
            [one for of, one in offers if of == theme and countries[one.city.id] != countries[city]],
        )
        for number, (city, theme, priority, level) in enumerate(numbers["needs"])
    ]  # fmt: skip
    in_theme = [
        sorted({city for city, of, *_ in (*numbers["offers"], *numbers["needs"]) if of == theme}) for theme in themes
    ]
    return Programme(
        office=[Office(numbers["people"], numbers["meeting_lag"])],
        days=sorted({day for starts in numbers["visit_starts"] for day in starts}),
        gaps=list(range(VISIT + numbers["least_lag"], VISIT + numbers["most_lag"] + 1)),
        meeting_days=sorted({day for starts in numbers["meeting_starts"] for day in starts}),
        cities=cities, needs=needs,
        meetings=[Meeting(theme, [cities[city] for city in in_theme[theme]]) for theme in themes],
    )  # fmt: skip


def is_whole(programme: Programme) -> bool:
    """Whether every choice has been made at least once."""
    days = all(need.offer is None or len(need.starts()) == 3 for need in programme.needs)
    return days and all(one.day is not None and one.host is not None for one in programme.meetings)


def answer_of(programme: Programme) -> dict[str, Any]:
    """What was decided, by number."""
    pairs = {need.id: [need.offer.id, *need.starts()] for need in programme.needs if need.offer is not None}
    return {"pairs": pairs, "meetings": {one.id: [one.day, one.host.id] for one in programme.meetings}}
