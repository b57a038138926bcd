"""Whether there are people enough for what a stage asks: a person with two roles fills one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mentoring.domain.consistency.finding import Finding, Path
from mentoring.domain.number import say_count
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage


def find_missing_people(scenario: Scenario, name: str) -> Iterator[Finding]:
    """Findings for a stage that asks for more people than there are."""
    stage = scenario.stages[name]
    short = False
    for who, sent in stage.people.items():
        path: Path = ("stages", name, "people", who)
        having = people_for(scenario, who)
        if who in scenario.people and sent.count > 1:
            short = True
            yield Finding(path, f"{who} is one person and cannot be sent {sent.count} times", "write 1, or a role")
        elif having and sent.count > len(having):
            short = True
            message = f"asks for {sent.count} with the role {who}, but only {say_count(len(having), 'person')}"
            hint = "ask for fewer, or give more people the role"
            yield Finding(path, f"{message} {'has' if len(having) == 1 else 'have'} it", hint)
        if sent.same_for and stage.gathers != "pairing":
            message = "`same_for: pairing` says nothing here, as the stage is not gathered by pairing"
            yield Finding(path, message, "take it out", warning=True)
    known = all(people_for(scenario, who) for who in stage.people)
    if known and not short and not can_fill(scenario, stage, scenario.people):
        asked = sum(sent.count for sent in stage.people.values())
        message = f"asks for {asked} people, but a person with two roles fills only one of them"
        yield Finding(("stages", name, "people"), message, "ask for fewer, or give more people the roles")


def people_for(scenario: Scenario, who: str) -> list[str]:
    """Persons who can be sent when a stage asks for this person or role."""
    if who in scenario.people:
        return [who]
    return [person for person, record in scenario.people.items() if who in record.roles]


def can_fill(scenario: Scenario, stage: Stage, people: Iterable[str]) -> bool:
    """Whether these people can take every seat the stage asks for, one seat each (augmenting paths)."""
    there = set(people)
    seats = [who for who, sent in stage.people.items() for _ in range(min(sent.count, len(there) + 1))]
    if len(seats) > len(there):
        return False
    fitting = {who: [person for person in people_for(scenario, who) if person in there] for who in stage.people}
    taken: dict[str, int] = {}
    return all(_seat(seats, fitting, taken, number) for number in range(len(seats)))


def _seat(seats: list[str], fitting: dict[str, list[str]], taken: dict[str, int], start: int) -> bool:
    """Finds a person for one seat, moving others to other seats where that helps."""
    came_from: dict[str, int] = {}  # person -> the seat from which the search reached this person
    waiting = [start]
    while waiting:
        seat = waiting.pop()
        for person in fitting[seats[seat]]:
            if person in came_from:
                continue
            came_from[person] = seat
            if person in taken:
                waiting.append(taken[person])
            else:
                _move(taken, came_from, person, start)
                return True
    return False


def _move(taken: dict[str, int], came_from: dict[str, int], person: str, start: int) -> None:
    """Seats the free person, and everybody on the way back to the seat that was empty."""
    sitting = {seat: other for other, seat in taken.items()}
    seat = came_from[person]
    taken[person] = seat
    while seat != start:
        person = sitting[seat]
        seat = came_from[person]
        taken[person] = seat
