"""What the pairing model knows of the calendar: room for events in turn, meetings apart, weeks that pairings need."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from mentoring.engine.packing import most_in_turn

EVENTS = st.lists(st.tuples(st.sets(st.integers(0, 9), min_size=1), st.integers(1, 4)), min_size=1, max_size=5)


def mask_of(days: set[int]) -> int:
    return sum(1 << day for day in days)


def fit(starts: tuple[int, ...], lengths: tuple[int, ...], at_once: int) -> bool:
    """Whether at most so many of the events lie on any day."""
    busy = [day for start, length in zip(starts, lengths, strict=True) for day in range(start, start + length)]
    return all(busy.count(day) <= at_once for day in set(busy))


def most_by_trial(events: list[tuple[set[int], int]], at_once: int) -> int:
    """The largest number of the events that can take place, by trial of all choices and days."""
    for size in range(len(events), 0, -1):
        for chosen in combinations(events, size):
            if any(
                fit(starts, tuple(days for _, days in chosen), at_once)
                for starts in product(*(one for one, _ in chosen))
            ):
                return size
    return 0


@given(EVENTS, st.integers(1, 2))
def test_there_is_never_less_room_than_events_that_fit(events: list[tuple[set[int], int]], at_once: int):
    starts = mask_of(set().union(*(days for days, _ in events)))
    room = at_once * most_in_turn(starts, min(length for _, length in events))
    assert room >= most_by_trial(events, at_once)


@given(st.sets(st.integers(0, 30)), st.integers(1, 5))
def test_of_equal_events_exactly_so_many_fit_in_turn(days: set[int], length: int):
    found = most_in_turn(mask_of(days), length)
    alike = (
        [
            size
            for size in range(min(8, len(days)) + 1)
            if any(fit(chosen, (length,) * size, 1) for chosen in combinations(sorted(days), size))
        ]
        if len(days) <= 10
        else []
    )
    assert not alike or found == max(alike) or (found > 8 and max(alike) == 8)
    assert found <= len(days)
