"""How many events of the same few people or places there is room for, one after the other."""

from __future__ import annotations

from mentoring.engine.model.mask import lowest


def most_in_turn(starts: int, days: int) -> int:
    """So many events of `days` days at most, none of them overlapping another, begin on days of the mask `starts`.

    Events that last longer or have fewer start days are never more: so for events of several kinds this is a bound, if
    `starts` are the days on which any of them can begin and `days` is the length of the shortest.
    """
    found = 0
    while starts:
        found += 1
        first = lowest(starts)
        starts = starts >> (first + days) << (first + days)
    return found
