"""What a full measurement runs, in which order, and how long each may take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.measurement import OURS

SIZES = (14, 50, 200, 800, 3000, 10000)
SECONDS = {14: 30.0, 50: 60.0, 200: 60.0, 800: 120.0, 3000: 300.0, 10000: 600.0}
REPEATS = {14: 5, 50: 5, 200: 5, 800: 5, 3000: 3, 10000: 1}
EVERY_RULE = {14: 30.0, 50: 60.0, 200: 60.0, 800: 300.0}
TIGHT_CITIES, TIGHT_SECONDS = 50, 60.0
PEER_SECONDS = 300.0
SMALL_PEER_SECONDS = 60.0  # below 200 cities
PEERS = ("one CP-SAT model", "Timefold")
SAMPLED = 0
"""Number of the run in which the stack is looked at: it says where time goes, and its time counts nowhere else."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run to be made."""

    form: str
    cities: int
    solver: str
    repeat: int
    seconds: float


def quick() -> Iterator[Run]:
    """A minute's worth: two sizes, ours and by hand."""
    for cities in SIZES[:2]:
        yield Run("stated", cities, "greedy", 1, SECONDS[cities])
        yield Run("stated", cities, OURS, 1, SECONDS[cities])


def full(peer_seconds: float = PEER_SECONDS) -> Iterator[Run]:
    """Everything: what matters most first, each once before anything twice, and what takes longest near the end."""
    for cities in SIZES[:4]:
        yield Run("stated", cities, OURS, 1, SECONDS[cities])
    for cities in SIZES:
        yield Run("stated", cities, "greedy", 1, SECONDS[cities])
    yield from _peers((200, 50, 14), peer_seconds)
    yield Run("stated", 3000, OURS, 1, SECONDS[3000])
    for cities in SIZES[:4]:
        yield Run("stated", cities, OURS, SAMPLED, SECONDS[cities])
    for form in ("one-facilitator", "closed-spring", "rationed"):
        yield Run(form, TIGHT_CITIES, OURS, 1, TIGHT_SECONDS)
    for cities, seconds in EVERY_RULE.items():
        yield Run("every-rule", cities, OURS, 1, seconds)
    for cities in SIZES[:3]:
        for repeat in range(2, REPEATS[cities] + 1):
            yield Run("stated", cities, OURS, repeat, SECONDS[cities])
    yield Run("stated", 10000, OURS, 1, SECONDS[10000])
    yield from _peers((800,), peer_seconds)
    yield Run("stated", 3000, OURS, SAMPLED, SECONDS[3000])
    for cities in SIZES[3:]:
        for repeat in range(2, REPEATS[cities] + 1):
            yield Run("stated", cities, OURS, repeat, SECONDS[cities])


def _peers(sizes: tuple[int, ...], seconds: float) -> Iterator[Run]:
    for cities in sizes:
        for peer in PEERS:
            yield Run("stated", cities, peer, 1, seconds if cities >= 200 else min(SMALL_PEER_SECONDS, seconds))
