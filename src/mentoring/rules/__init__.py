"""What every plan must keep: one rule a file. The order of rules never matters."""

from mentoring.rules.base import Rule
from mentoring.rules.closed import Closed
from mentoring.rules.country import Country

RULES: tuple[Rule, ...] = (
    Closed(),
    Country(),
)
