"""Whole numbers as people write them, alone and with what they count."""

from __future__ import annotations


def figure(number: int) -> str:
    """A whole number with a space between thousands: 72 311."""
    return f"{number:,}".replace(",", " ")


def say_count(number: int, one: str, many: str = "") -> str:
    """`1 visit`, `2 visits`; `many` where an `s` is not enough."""
    return f"{figure(number)} {one if number == 1 else many or one + 's'}"
