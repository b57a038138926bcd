"""What the exact pairing model is given to begin with: what the network would choose, and what is as good or near."""

from __future__ import annotations

from mentoring.domain.memory import rest_collector
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.candidates import Candidates, find_candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.network.called_off import leave_out_stages
from mentoring.engine.network.network import Network
from mentoring.engine.network.pinned import list_pinned
from mentoring.engine.network.relaxed import Marks, Relaxed
from mentoring.engine.who.selection import MOST_PAIRS, Selection

LISTED = 300  # conceivable pairs: so few are all given to the exact model at once
FEW_PAIRS = 500  # so many that are as good as the network's choice are given to the exact model at once
FEW_TIED = 2  # the same where there is at most one more for so many that the network chose
FEW_MORE = 4  # of more, one for so many that the network chose is given to it at first
MOST_ROUNDS = 12  # choices of the network of which some pair cannot be made


@rest_collector()
def begin(scenario: Scenario, against: Plan | None, clock: Clock) -> Selection:
    """The first selection of a scenario."""
    if scenario.count_conceivable() <= LISTED:
        return Selection(find_candidates(scenario, against), clock)
    network = Network(*leave_out_stages(scenario, against))
    asked: set[Pairing] = set()
    for number in range(MOST_ROUNDS):
        choice, marks = _best_of(network)
        hint = network.choice(choice) if choice else Decision(())
        places = network.places(marks.hosts, choice)
        new = set(hint.pairs) - asked
        is_last = number + 1 == MOST_ROUNDS
        if asked and new and not is_last:  # before everything else is reckoned anew
            probe = find_candidates(scenario, against, pairs=new, hosts=places)
            asked |= new
            if not _is_possible(network, choice, hint, probe):
                continue
        others = network.without(marks, hint.pairs).pairs
        few = max(FEW_PAIRS, len(hint.pairs) // FEW_TIED)
        most = few if network.count(others) <= few else len(hint.pairs) // FEW_MORE
        near = network.nearest(choice, others, most if choice else MOST_PAIRS)
        pairs = {*hint.pairs, *list_pinned(scenario, network.blocks), *network.pairings(near)}
        candidates = find_candidates(scenario, against, pairs=pairs, hosts=places)
        asked |= pairs
        if _is_possible(network, choice, hint, candidates):
            break
    return Selection(candidates, clock, network, hint, places)


def _is_possible(network: Network, choice: Relaxed | None, hint: Decision, candidates: Candidates) -> bool:
    """Tell the network what candidates know; whether its choice can still be made."""
    network.strike(candidates.fallen)
    if any(pair in candidates.fallen for pair in hint.pairs):
        return False
    return choice is None or network.learn(candidates, choice)


def _best_of(network: Network) -> tuple[Relaxed | None, Marks]:
    """What the network would choose by all the goals it knows, and everything that is as good.

    Where a budget has a price, a level's own choice may give up what the levels before it reached: then theirs stays.
    """
    caps: list[int] = []
    choice: Relaxed | None = None
    value = 0
    for number, level in enumerate(network.levels):
        if network.knows(number):
            found = network.relax(number, caps)[0]
            before = [one for one in range(number) if network.knows(one)]
            if choice is not None and any(network.value(found, one) > caps[one] for one in before):
                break
            choice, value = found, network.value(found, number)
        caps.append(level.cap(value))
    return choice, choice.survivors(value) if choice else network.everything
