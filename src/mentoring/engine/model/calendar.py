"""Start days as solver variables, and the declarations that speak of dates.

Start days are whole numbers, days since `programme.first`. An event that is not held keeps a start day that means
nothing. Masks narrow the domain of the variable; what holds only sometimes hangs on its literal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from ortools.sat.python import cp_model

from mentoring.domain.dates import Lag as Length
from mentoring.domain.dates import iso_week, month_of
from mentoring.engine.model.day_row import list_day_rows, narrowed
from mentoring.engine.model.literal import Lit, Literals
from mentoring.engine.model.mask import highest, lag_table, list_near, lowest, numbers
from mentoring.engine.model.pool import ask_for_people
from mentoring.engine.model.row import add_within, linear, refuse
from mentoring.language.declaration import Apart, Declaration, Differ, Lag, Limit, Stay, Term, Together
from mentoring.language.fact import Held, Paired, event_of


class Calendar:
    """The dated half of a model: one start variable for each event, and rows for what binds them."""

    def __init__(
        self,
        literals: Literals,
        declarations: Iterable[Declaration],
        narrow: Mapping[str, int] | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        """`narrow` are days to keep to, by event, whatever else may be possible.

        With `only` no other events are dated; then the declarations must speak of these alone.
        """
        self.literals = literals
        self.model = literals.model
        self.frame = literals.frame
        self.days = {
            event.id: self.frame.scenario.stages[event.stage].days for event in self.frame.agenda.events.values()
        }
        declared = list(declarations)
        masks = narrowed(literals, declared)
        self.masks = {event: mask for event, mask in masks.items() if only is None or event in only}
        for event, mask in (narrow or {}).items():
            self.masks[event] &= mask
        self.start: dict[str, cp_model.IntVar] = {}
        for event, mask in self.masks.items():
            held = literals.sure(Held(event))
            if not mask:
                self._never(held)
            domain = _domain(mask or 1)
            self.start[event] = self.model.new_int_var_from_domain(domain, f"start {event}")
        self._order: dict[tuple[str, str, int], tuple[cp_model.IntVar, cp_model.IntVar]] = {}
        self._inside: dict[tuple[str, str, str], Lit] = {}
        self._periods: dict[str, dict[str, int]] = {}
        for declaration in declared:
            self._add(declaration)
        self._add_sometimes(declared)
        self._pools(declared)

    def _never(self, lit: Lit) -> None:
        if lit is True:
            refuse(self.model)
        elif lit is not False:
            self.model.add_bool_and([~lit])

    def _add(self, declaration: Declaration) -> None:
        match declaration:
            case Lag():
                self._lag(declaration)
            case Together():
                self.keep_together(declaration)
            case Limit(per="day"):
                self._per_day(declaration)
            case Limit(per="week" | "month"):
                self._per_period(declaration)
            case Apart():
                self._apart(declaration)
            case Differ(one, other):
                self._if([self._held(one), self._held(other)], self.start[one] != self.start[other])

    def _add_sometimes(self, declared: list[Declaration]) -> None:
        """Rows for days that bind only when somebody takes part."""
        for days, when in list_day_rows(self.literals, declared):
            mask = days.mask & self.masks[days.event]
            if mask == self.masks[days.event]:
                continue
            if not mask:
                self._never(when)
                continue
            self.keep_to(days.event, mask, when)

    def keep_to(self, event: str, mask: int, when: Lit) -> None:
        """The event starts on a day of the mask if the literal is true."""
        self.model.add_linear_expression_in_domain(self.start[event], _domain(mask)).only_enforce_if(when)

    def _held(self, event: str) -> Lit:
        return self.literals.sure(Held(event))

    def _if(self, when: list[Lit | None], row: cp_model.BoundedLinearExpression | bool) -> None:
        """The row, if all of `when` are true; nothing when one of them is unknown here or false."""
        if any(lit is None or lit is False for lit in when):
            return
        self.model.add(row).only_enforce_if([lit for lit in when if lit is not None and not isinstance(lit, bool)])

    def _lag(self, lag: Lag) -> None:
        if lag.earlier not in self.start or lag.later not in self.start:
            return
        when: list[Lit | None] = [self._held(lag.earlier), self._held(lag.later)]
        if lag.when is not None:
            when.append(self.literals.either([self.literals.sure(Paired(pair)) for pair in lag.when]))
        later = self.start[lag.later]
        if lag.min is not None:
            self._if(when, later >= self._after(lag.earlier, lag.min))
        if lag.max is not None:
            self._if(when, later <= self._after(lag.earlier, lag.max))

    def _after(self, event: str, lag: Length) -> cp_model.LinearExpr:
        """The start day that lies `lag` after the event."""
        table = lag_table(self.frame, self.days[event], lag)
        if lag.unit != "m":
            return self.start[event] + table[0]
        return self._looked_up(table, self.start[event])

    def _looked_up(self, table: list[int], day: cp_model.IntVar) -> cp_model.IntVar:
        target = self.model.new_int_var(min(table), max(table), "")
        self.model.add_element(day, table, target)
        return target

    def keep_together(self, together: Together, more: cp_model.IntVar | int = 0) -> None:
        """The events lie between two days that far apart; with `more` any may be so many days outside."""
        events = [event for event in together.events if event in self.start]
        for lag, sign in ((together.max, 1), (together.min, -1)):
            if lag is None or len(events) < 2:
                continue
            table = lag_table(self.frame, self.days[events[0]], lag)
            edge = self.model.new_int_var(0, self.frame.horizon - 1, "")  # the first start day, or the last one
            far = edge + table[0] if lag.unit != "m" else self._looked_up(table, edge)
            for event in events:
                self._if([self._held(event)], sign * (self.start[event] - edge) >= 0)
                self._if([self._held(event)], sign * (far - self.start[event]) + more >= 0)

    def _per_day(self, limit: Limit) -> None:
        intervals: list[cp_model.IntervalVar] = []
        demands: list[int] = []
        for term in limit.terms:
            lit = self.literals.literal(term.fact)
            if lit is None or lit is False:
                continue
            for offset, size in self.busy(term):
                begin = self.start[event_of(term.fact)] + offset
                intervals.append(
                    self.model.new_fixed_size_interval_var(begin, size, "")
                    if lit is True
                    else self.model.new_optional_fixed_size_interval_var(begin, size, lit, "")
                )
                demands.append(term.weight)
        if intervals and limit.at_most is not None:
            self.model.add_cumulative(intervals, demands, limit.at_most)

    def busy(self, term: Term) -> list[tuple[int, int]]:
        """Pieces of time that a term fills: (first day counted from the event's start, number of days)."""
        days = self.days[event_of(term.fact)]
        if term.body:
            return [(-term.lead, term.lead + days + term.tail)]
        return [piece for piece in ((-term.lead, term.lead), (days, term.tail)) if piece[1]]

    def _per_period(self, limit: Limit) -> None:
        groups: dict[str, list[tuple[Lit, int]]] = {}
        for term in limit.terms:
            lit = self.literals.literal(term.fact)
            if lit is None or lit is False:
                continue
            event = event_of(term.fact)
            for period in self.periods(event, limit.per):
                there = self.literals.all_of([lit, self.inside(event, limit.per, period)])
                groups.setdefault(period, []).append((there, term.weight))
        for _, terms in sorted(groups.items()):
            add_within(self.model, linear(terms), None, limit.at_most)

    def periods(self, event: str, per: str) -> list[str]:
        """ISO weeks or months in which the event can begin."""
        return [period for period, days in self._split(per).items() if days & self.masks[event]]

    def _split(self, per: str) -> dict[str, int]:
        """The masks of the ISO weeks or months of the programme, in order."""
        if per not in self._periods:
            name = iso_week if per == "week" else month_of
            found: dict[str, int] = {}
            for number in range(self.frame.horizon):
                period = name(self.frame.date(number))
                found[period] = found.get(period, 0) | 1 << number
            self._periods[per] = dict(sorted(found.items()))
        return self._periods[per]

    def inside(self, event: str, per: str, period: str) -> Lit:
        """Whether the event's start day lies in the ISO week or month."""
        key = (event, per, period)
        if key not in self._inside:
            inner = self._split(per)[period] & self.masks[event]
            self._inside[key] = True if inner == self.masks[event] else self.on_days(event, inner)
        return self._inside[key]

    def on_days(self, event: str, inner: int) -> Lit:
        """A new literal: true exactly when the event's start day is in the mask `inner`."""
        lit = self.model.new_bool_var("")
        for days, when in ((inner, lit), (self.masks[event] & ~inner, ~lit)):
            self.model.add_linear_expression_in_domain(self.start[event], _domain(days)).only_enforce_if(when)
        return lit

    def _apart(self, apart: Apart) -> None:
        """No two trips overlap, in one row for all; pairs that need more free days than every pair does, one by one."""
        present = [(stay, self.literals.literal(stay.fact)) for stay in apart.stays if stay.event in self.start]
        there = [(stay, lit) for stay, lit in present if lit is not None and lit is not False]
        times = Counter(stay.event for stay, _ in there)
        trips = Counter(stay.trip for stay, _ in there)
        alone = {stay.event for stay, _ in there if times[stay.event] == 1 and trips[stay.trip] == 1}
        spans = [
            (lowest(self.masks[stay.event]), highest(self.masks[stay.event]) + self.days[stay.event])
            for stay, _ in there
        ]
        travel = 2 * max((stay.travel_days for stay, _ in there), default=0)
        most = max(travel, apart.rest_days, self.frame.scenario.journeys.most_free_days)
        needs = [
            (one, two, needed)
            for one, two in ((there[one], there[two]) for one, two in list_near(spans, most))
            if one[0].event != two[0].event and (needed := apart.needed(one[0], two[0])) is not None
        ]
        every = min((needed for _, _, needed in needs), default=0)
        self._no_overlap([(stay.event, lit) for stay, lit in there if stay.event in alone], every)
        for (one, lit_one), (two, lit_two), needed in needs:
            if needed == every and one.event in alone and two.event in alone:
                continue
            if not self._never_close(one, two, needed):
                either = self.separated(one.event, two.event, needed)
                both = [self.literals.negate(lit_one), self.literals.negate(lit_two)]
                self.model.add_bool_or([*(lit for lit in both if not isinstance(lit, bool)), *either])

    def separated(self, one: str, two: str, needed: int) -> tuple[cp_model.IntVar, cp_model.IntVar]:
        """Two literals: the first event comes so many free days before the second, or the other way round."""
        key = (one, two, needed)
        if key not in self._order:
            before, after = self.model.new_bool_var(""), self.model.new_bool_var("")
            self.model.add(self.start[two] >= self.start[one] + self.days[one] + needed).only_enforce_if(before)
            self.model.add(self.start[one] >= self.start[two] + self.days[two] + needed).only_enforce_if(after)
            self._order[key] = (before, after)
        return self._order[key]

    def _never_close(self, one: Stay, two: Stay, needed: int) -> bool:
        """Whether the windows of the two alone keep them far enough apart."""
        mask_one, mask_two = self.masks[one.event], self.masks[two.event]
        if not mask_one or not mask_two:
            return True
        gap_after = lowest(mask_two) - (highest(mask_one) + self.days[one.event])
        gap_before = lowest(mask_one) - (highest(mask_two) + self.days[two.event])
        return gap_after >= needed or gap_before >= needed

    def _interval(self, event: str, days: int, lit: Lit) -> cp_model.IntervalVar:
        """The time from an event's first day on, if the literal is true."""
        begin = self.start[event]
        if lit is True:
            return self.model.new_fixed_size_interval_var(begin, days, "")
        return self.model.new_optional_fixed_size_interval_var(begin, days, lit, "")

    def _no_overlap(self, stays: list[tuple[str, Lit]], extra: int) -> None:
        if len(stays) > 1:
            self.model.add_no_overlap([self._interval(event, self.days[event] + extra, lit) for event, lit in stays])

    def _pools(self, declared: list[Declaration]) -> None:
        """Only as many events at once as there are people: each person's calendar says so too, but one by one."""
        for pool, asked in ask_for_people(self.frame).items():
            there = [(event, count, self._held(event)) for event, count in asked if event in self.start]
            held = [(event, count, lit) for event, count, lit in there if lit is not False]
            if len(held) > 1:
                intervals = [self._interval(event, self.days[event], lit) for event, _, lit in held]
                self.model.add_cumulative(intervals, [count for _, count, _ in held], len(pool))


@lru_cache(maxsize=1024)
def _domain(mask: int) -> cp_model.Domain:
    """The days of a mask; many events have the same, and nobody changes it."""
    return cp_model.Domain.from_values(numbers(mask))
