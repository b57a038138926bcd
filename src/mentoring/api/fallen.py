"""Which pairings cannot be by themselves, and just what in the scenario says so."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.scenario import Scenario
    from mentoring.language.declaration import Subject


def find_fallen(scenario: Scenario, asked: Collection[Pairing]) -> dict[Pairing, list[tuple[str, Subject]]]:
    """Those of the pairings that cannot be, each with the rules that say so and the entries of the file they speak of.

    Nothing is told that the others do not need to rule it out. Who is sent to events does not count.
    """
    from mentoring.analysis.partner import leave_out_all_within, surround
    from mentoring.engine.model.candidates import find_candidates

    bare = leave_out_all_within(scenario)
    pairs, hosts = surround(scenario, asked)
    whole = find_candidates(bare, pairs=pairs, hosts=hosts).fallen
    fallen = {pair for pair in asked if pair in whole}
    pairs, hosts = surround(scenario, fallen)  # only of these all entries are looked at, which takes longer
    pieces = find_candidates(bare, pairs=pairs, hosts=hosts, in_pieces=True).fallen if fallen else {}
    return {pair: list(pieces.get(pair) or whole[pair]) for pair in sorted(fallen)}
