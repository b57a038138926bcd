"""Who can be sent to what: events that ask for somebody out of the same group of persons."""

from __future__ import annotations

from collections import defaultdict

from mentoring.domain.scenario import Scenario
from mentoring.language.frame import Frame
from mentoring.rules.people import list_asked

Pools = dict[frozenset[str], list[tuple[str, int]]]


def ask_for_people(frame: Frame) -> Pools:
    """For each group of persons the events that ask for some of them, with how many each."""
    pools: Pools = defaultdict(list)
    for stage, events in frame.agenda.stages.items():
        for persons, count in _groups(frame.scenario, stage).items():
            pools[persons] += [(event.id, count) for event in events]
    return pools


def _groups(scenario: Scenario, stage: str) -> dict[frozenset[str], int]:
    """Each group that a stage asks, and all of them together: roles may share persons."""
    groups: dict[frozenset[str], int] = defaultdict(int)
    asked = list_asked(scenario, stage)
    for persons, count in asked:
        groups[persons] += count
    everybody: frozenset[str] = frozenset().union(*(persons for persons, _ in asked))
    if everybody and everybody not in groups:
        groups[everybody] = sum(count for _, count in asked)
    return groups
