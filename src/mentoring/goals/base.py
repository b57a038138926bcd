"""What a goal is: one file with a declared value and an independent measure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Literal

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Measure
from mentoring.language.frame import Frame, Part


class Goal(ABC):
    """What a plan should have much or little of. The docstring's first line is shown in the reference."""

    slug: ClassVar[str]
    unit: ClassVar[str]
    direction: ClassVar[Literal["least", "most"]] = "least"
    reads: ClassVar[tuple[str, ...]] = ()  # dotted keys of the scenario file, for the reference page

    @abstractmethod
    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        """The value in the language, over the frame's pairings and events.

        `part` tells which of the two lists it stands in: people count only in `dates`.
        """

    @abstractmethod
    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        """The value of a finished plan, counted without the language."""

    def weigh(self, block: Block, against: Plan | None) -> Grid | None:
        """What each pairing of a block alone adds to the value, at best; None: the value is no such sum."""
        return None

    def outset(self, scenario: Scenario, against: Plan | None) -> int:
        """The value at best before any pairing is made, to which `weigh` adds."""
        return 0

    def beyond(self, scenario: Scenario) -> int:
        """What no plan of the scenario can pass, known without looking for one: nothing is less than 0."""
        return 0
