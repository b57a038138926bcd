"""The reference model with every claim of the scenario on a guard: false, and the claim binds nobody.

What a claim adds to the model is noted while it is compiled, and hangs on the claim's guard afterwards; definitions of
facts, which claims share, hang on none. Nothing narrows the start days for good, and what takes place in any case is
a claim too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from ortools.sat.python import cp_model

from mentoring.domain.event import Event
from mentoring.engine.model.calendar import Calendar
from mentoring.engine.model.literal import Lit, Literals
from mentoring.engine.model.order import Level
from mentoring.engine.model.row import Sum, add_rows, add_within
from mentoring.engine.model.worth import value_of
from mentoring.engine.why.claim import Claim
from mentoring.language.declaration import Declaration, Lag, Limit
from mentoring.language.fact import Fact, Held, Paired
from mentoring.language.frame import Frame


class Guarded:
    """One model over some claims of a scenario; `guards` has a literal for each of them.

    With `bare` there are no guards, and every claim binds: a second way to the same question.
    """

    def __init__(self, frame: Frame, claims: Sequence[Claim], *, bare: bool = False) -> None:
        self.frame = frame
        self.claims = claims
        self.model = cp_model.CpModel()
        self.guards = [] if bare else [self.model.new_bool_var(f"guard {n}") for n in range(len(claims))]
        self._noted: dict[int, int | None] = {}  # constraints of the model, with the claim that added them
        self.literals = _OpenLiterals(self, frame)
        events = set().union(*(claim.events for claim in claims))
        counts_all = any(claim.level for claim in claims)  # a goal looks at every event
        self.calendar = _OpenCalendar(self, [one.id for one in frame.events if counts_all or one.id in events])
        for number, claim in enumerate(claims):
            with self.noting(number):
                self.calendar.add(claim.declarations)
                add_rows(self.literals, claim.declarations)
                if claim.level is not None:
                    add_within(self.model, self.value(claim.level), None, claim.level.limit)
        if not bare:
            self._hang()

    @contextmanager
    def noting(self, claim: int | None) -> Iterator[None]:
        """What is added to the model meanwhile belongs to the claim, but for what was noted inside; None: nobody's."""
        begin = len(self.model.proto.constraints)
        yield
        for number in range(begin, len(self.model.proto.constraints)):
            self._noted.setdefault(number, claim)

    def value(self, level: Level) -> Sum:
        """What a goal comes to, as a cost."""
        with self.noting(None):
            measure = level.goal.declare(self.frame, level.part, level.use)
            return level.sign * value_of(measure, self.literals, self.calendar)

    def _hang(self) -> None:
        for number, claim in self._noted.items():
            row = self.model.proto.constraints[number]
            # The last two bind nobody when their intervals, which have the guard, are not there.
            if claim is not None and not (row.has_no_overlap() or row.has_cumulative()):
                row.enforcement_literal.append(self.guards[claim].index)

    def number_of(self, index: int) -> int:
        """The claim whose guard has this index in the model."""
        return next(number for number, guard in enumerate(self.guards) if guard.index == index)


class _OpenLiterals(Literals):
    """Literals that leave open what takes place in any case, and whose definitions hang on no guard."""

    def __init__(self, guarded: Guarded, frame: Frame) -> None:
        super().__init__(guarded.model, frame)
        self._guarded = guarded

    def _held(self, event: Event | None) -> Lit:
        if event is None:
            return False
        held = self.model.new_bool_var(f"held {event.id}") if event.always else super()._held(event)
        base = self.frame.agenda.base(event)
        if base is not None and base.always and not isinstance(held, bool):
            # Where the other is not held, nothing can be at its place.
            self.model.add_implication(held, self.sure(Held(base.id)))
        return held

    def _make(self, fact: Fact) -> Lit | None:
        with self._guarded.noting(None):
            return super()._make(fact)

    def all_of(self, lits: Iterable[Lit]) -> Lit:
        with self._guarded.noting(None):
            return super().all_of(lits)


class _OpenCalendar(Calendar):
    """A calendar on which every event can begin on every day, until a claim says otherwise."""

    def __init__(self, guarded: Guarded, events: Collection[str]) -> None:
        self._guarded = guarded
        with guarded.noting(None):
            super().__init__(guarded.literals, (), only=events)

    def add(self, declared: list[Declaration]) -> None:
        """Rows for the declarations of one claim."""
        for declaration in declared:
            self._add(declaration)
        self._add_sometimes(declared)

    def keep_lag(self, lag: Lag, early: cp_model.IntVar | int = 0, late: cp_model.IntVar | int = 0) -> None:
        """The lag, if the later event may begin so many days too early or too late."""
        when: list[Lit | None] = [self._held(lag.earlier), self._held(lag.later)]
        if lag.when is not None:
            when.append(self.literals.either([self.literals.sure(Paired(pair)) for pair in lag.when]))
        if lag.min is not None:
            self._if(when, self.start[lag.later] + early >= self._after(lag.earlier, lag.min))
        if lag.max is not None:
            self._if(when, self.start[lag.later] - late <= self._after(lag.earlier, lag.max))

    def keep_days(self, limit: Limit, more: cp_model.IntVar) -> None:
        """The limit for each day, if so many more are allowed."""
        # A capacity may be a sum with a variable; only the type of the declaration says that it is a number.
        self._per_day(replace(limit, at_most=(limit.at_most or 0) + more))  # type: ignore[arg-type]

    def _looked_up(self, table: list[int], day: cp_model.IntVar) -> cp_model.IntVar:
        with self._guarded.noting(None):
            return super()._looked_up(table, day)

    def on_days(self, event: str, inner: int) -> Lit:
        with self._guarded.noting(None):
            return super().on_days(event, inner)

    def separated(self, one: str, two: str, needed: int) -> tuple[cp_model.IntVar, cp_model.IntVar]:
        with self._guarded.noting(None):
            return super().separated(one, two, needed)

    def _pools(self, declared: list[Declaration]) -> None:
        """Each person's own calendar says so too: a claim of its own."""
