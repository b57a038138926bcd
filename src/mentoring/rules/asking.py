"""What it costs to ask somebody to give way: the order in which ways out of a conflict are offered."""

from __future__ import annotations

from enum import IntEnum


class Asking(IntEnum):
    """Whom one would have to ask for a rule to give way, the easiest first. The number is what one asking costs."""

    PIN = 4  # whoever fixed it by hand
    LIMIT = 5  # the programme office: how many, how much
    TIME = 6  # the programme office: windows, lags, lengths of time
    CLOSED = 7  # the programme: its closed days
    CITY = 9  # a city or a person: their own days, what they can bear
    LEAVE_OUT = 14  # everybody: something does not take place
    NEVER = 0  # nobody can be asked: public holidays, one place at a time

    @property
    def is_possible(self) -> bool:
        """Whether anybody can be asked at all."""
        return self is not Asking.NEVER
