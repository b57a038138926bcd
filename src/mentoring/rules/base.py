"""What a rule is: one file with a declared half, an independent check, and a sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Subject
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.origin import find_keys


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A finished plan breaks a rule: which, about whom, and one sentence that says how."""

    rule: str
    subject: Subject
    message: str


class Rule(ABC):
    """What every plan must keep. The docstring's first line is shown by `mentoring rules`."""

    slug: ClassVar[str]
    reads: ClassVar[tuple[str, ...]] = ()  # dotted keys of the scenario file, for the reference page and `where`
    asking: ClassVar[Asking] = Asking.NEVER  # whom one would ask to let the rule give way

    def applies(self, scenario: Scenario) -> bool:
        """Whether the scenario uses this rule at all."""
        return True

    @abstractmethod
    def declare(self, frame: Frame) -> Iterator[Declaration]:
        """What must hold, in the language; no solver here."""

    def rule_out(self, block: Block) -> Grid | None:
        """Pairs of a block that fall by themselves, seen all at once: each of them `declare` rules out too.

        None: nothing is told so early. It saves time at scale, nothing else: what is not told here is found later.
        """
        return None

    @abstractmethod
    def check(self, plan: Plan) -> Iterator[Violation]:
        """The independent half: looks at a finished plan only."""

    @abstractmethod
    def say(self, scenario: Scenario, subject: Subject) -> str:
        """One sentence a coordinator understands, with the scenario's own figures; no full stop at the end."""

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        """Dotted keys of the scenario file that a declaration with this subject comes from, the most telling first.

        Each of them is in the scenario. What is left to its default stands nowhere: then it is what lies around it.
        """
        return find_keys(scenario, self.reads, subject)

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        """What `declare` says, in pieces: each with a subject that means one entry of the scenario file.

        All pieces together say the same. Only explanations ask for them: there "closed 1-12 March" counts for itself.
        """
        return self.declare(frame)

    def whom_to_ask(self, scenario: Scenario, subject: Subject) -> Asking:
        """Whom one would have to ask to let a declaration with this subject give way, and what that costs."""
        return self.asking

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        """Keys that would be changed to let a declaration with this subject give way; none: nobody can be asked.

        They need not be in the scenario yet. Declarations with the same keys give way together.
        """
        return ()

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        """The least to ask for so that the plan keeps what is declared with this subject; None: that cannot be.

        The plan keeps all else; it may reach beyond the scenario's last day.
        """
        return None

    def violation(self, message: str, *subject: str) -> Violation:
        """A violation of this rule."""
        return Violation(self.slug, subject, message)


def declare_all(rules: Iterable[Rule], frame: Frame, *, in_pieces: bool = False) -> list[Declaration]:
    """Every declaration of the rules that apply, whole or in pieces, each carrying its rule's slug."""
    found: list[Declaration] = []
    for rule in rules:
        if rule.applies(frame.scenario):
            for declaration in rule.itemise(frame) if in_pieces else rule.declare(frame):
                # Just made, and nobody else's yet: a copy of each would take longer than all the declaring.
                object.__setattr__(declaration, "rule", rule.slug)
                found.append(declaration)
    return found
