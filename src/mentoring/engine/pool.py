"""Who can be sent to what: events that ask for somebody out of the same group of persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Choose, Declaration
from mentoring.language.fact import Held, TakesPart

Pools = dict[frozenset[str], list[tuple[str, int]]]


def find_pools(scenario: Scenario, declarations: Iterable[Declaration]) -> Pools:
    """For each group of persons the events that ask for some of them, with how many each."""
    pools: Pools = defaultdict(list)
    for one in declarations:
        if isinstance(one, Choose) and isinstance(one.when, Held):
            sent = [fact.who for fact in one.facts if isinstance(fact, TakesPart) and fact.who in scenario.people]
            if sent and len(sent) == len(one.facts):
                pools[frozenset(sent)].append((one.when.event, one.count))
    return pools
