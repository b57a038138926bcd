"""Facts as solver literals: a fact that is already known folds into True or False and costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

from mentoring.domain.event import Event
from mentoring.language.fact import AnyOf, AtLeast, Fact, Goes, Held, Hosts, Paired, TakesPart, Without
from mentoring.language.frame import Frame

Lit = Literal | bool


class Literals:
    """Literals of one model over one frame.

    `known` gives facts a fixed value (the pairings and hosts of a date model). With `with_people` false, who is sent
    is left open: `literal` returns None for such facts, and whoever asks must loosen what it says.
    """

    def __init__(
        self,
        model: cp_model.CpModel,
        frame: Frame,
        *,
        known: Callable[[Fact], bool | None] = lambda fact: None,
        with_people: bool = True,
        forget_without: bool = False,
    ) -> None:
        self.model = model
        self.frame = frame
        self.known = known
        self.with_people = with_people
        self.forget_without = forget_without
        self.facts: dict[Fact, Lit | None] = {}
        self._folded: dict[tuple[int, ...], Lit] = {}
        self._pairs = frozenset(frame.pairs)

    def literal(self, fact: Fact) -> Lit | None:
        """The literal of a fact; None when it depends on people that this model does not decide."""
        found = self.facts.get(fact)
        if found is None and fact not in self.facts:
            found = self.facts[fact] = self._make(fact)
        return found

    def sure(self, fact: Fact) -> Lit:
        """The literal of a fact that this model decides.

        Raises:
            ValueError: when it does not.
        """
        found = self.literal(fact)
        if found is None:
            raise ValueError(f"{fact} is not decided here")
        return found

    def _make(self, fact: Fact) -> Lit | None:
        known = self.known(fact)
        if known is not None:
            return known
        match fact:
            case Paired(pair):
                return self.model.new_bool_var(str(pair)) if pair in self._pairs else False
            case Held(event):
                return self._held(self.frame.agenda.events.get(event))
            case TakesPart(event, who):
                return self._takes_part(self.frame.agenda.events.get(event), who)
            case Hosts(event, place):
                return self._hosts(self.frame.agenda.events.get(event), place)
            case Goes(event, who, place):
                return self._both(self.literal(TakesPart(event, who)), self.literal(Hosts(event, place)))
            case AnyOf(_, facts):
                found = [self.literal(one) for one in facts]
                known_all = [one for one in found if one is not None]
                return self.either(known_all) if len(known_all) == len(found) else None
            case AtLeast(facts, count):
                return self._at_least([self.literal(one) for one in facts], count)
            case Without(inner, unless):
                if self.forget_without:
                    return False
                one, others = self.literal(inner), [self.literal(other) for other in unless]
                sure = [self.negate(other) for other in others if other is not None]
                return None if one is None or len(sure) < len(others) else self.all_of([one, *sure])

    def _at_least(self, lits: list[Lit | None], count: int) -> Lit | None:
        if any(lit is None for lit in lits):
            return None
        count -= sum(lit is True for lit in lits)
        rest = [lit for lit in lits if lit is not None and not isinstance(lit, bool)]
        if count <= 0 or len(rest) < count:
            return count <= 0
        if count == 1:
            return self.either(rest)
        enough = self.model.new_bool_var("")
        total = cp_model.LinearExpr.sum(rest)
        self.model.add(total >= count).only_enforce_if(enough)
        self.model.add(total < count).only_enforce_if(~enough)
        return enough

    def _held(self, event: Event | None) -> Lit:
        if event is None:
            return False
        return True if event.always else self.either(self.sure(Paired(pair)) for pair in event.pairs)

    def _takes_part(self, event: Event | None, who: str) -> Lit | None:
        if event is None:
            return False
        if who in self.frame.scenario.people:
            if who not in self.frame.scenario.people_for(event.stage):
                return False
            return self.model.new_bool_var(f"{event.id} {who}") if self.with_people else None
        if who not in event.joining:
            return False
        brought_by = event.joining[who]
        if brought_by is None or len(brought_by) == len(event.pairs):
            return self.sure(Held(event.id))
        return self.either(self.sure(Paired(pair)) for pair in brought_by)

    def _hosts(self, event: Event | None, place: str) -> Lit:
        if event is None:
            return False
        base = self.frame.agenda.base(event)
        if base is not None:
            return self.all_of([self.sure(Held(event.id)), self.sure(Hosts(base.id, place))])
        hosts = self.frame.agenda.hosts(event)
        if place not in hosts:
            return False
        held = self.sure(Held(event.id))
        if len(hosts) == 1:
            return held
        chosen = self.model.new_bool_var(f"{event.id} at {place}")
        if held is not True:
            self.model.add_implication(chosen, held)
        return chosen

    def _both(self, one: Lit | None, two: Lit | None) -> Lit | None:
        return None if one is None or two is None else self.all_of([one, two])

    def negate(self, lit: Lit) -> Lit:
        """Not."""
        return not lit if isinstance(lit, bool) else ~lit

    def either(self, lits: Iterable[Lit]) -> Lit:
        """At least one of them."""
        return self.negate(self.all_of([self.negate(lit) for lit in lits]))

    def all_of(self, lits: Iterable[Lit]) -> Lit:
        """Each of them; one new variable for each set, whoever asks."""
        wanted: dict[int, Literal] = {}
        for lit in lits:
            if lit is False:
                return False
            if not isinstance(lit, bool):
                wanted[lit.index] = lit
        if any(-1 - index in wanted for index in wanted):
            return False
        if len(wanted) <= 1:
            return next(iter(wanted.values()), True)
        key = tuple(sorted(wanted))
        if key not in self._folded:
            joint = self.model.new_bool_var("")
            self.model.add_bool_and(list(wanted.values())).only_enforce_if(joint)
            self.model.add_bool_or([joint, *(~lit for lit in wanted.values())])
            self._folded[key] = joint
        return self._folded[key]
