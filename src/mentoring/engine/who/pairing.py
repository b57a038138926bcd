"""Who and where: the pairing model, with everything that dates imply and every cut that dates have sent back."""

from __future__ import annotations

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.day_row import narrowed
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.implied import Implied
from mentoring.engine.model.ladder import Climb, Least, Rung, climb, hold_limits
from mentoring.engine.model.literal import Lit
from mentoring.engine.model.mask import numbers
from mentoring.engine.model.order import Level, levels_of, limited
from mentoring.engine.model.solving import GRACE_SECONDS, Answer, solve
from mentoring.engine.model.worth import value_of
from mentoring.engine.who.fare import Purse, list_purses
from mentoring.engine.who.gathering import Gatherings
from mentoring.engine.who.squeeze import Squeeze
from mentoring.language.declaration import Cost, DayCost
from mentoring.language.fact import Fact, Held, Hosts, Paired

WHOLE_EVENTS = 400  # possible events of which one model with everything open can still be asked
START_WORK = 2.0  # solver units for trying a choice as it stands
ROOM_WORK = 6.0  # solver units for a choice that leaves people more of a budget
KEPT_LEVELS = 2  # goals that it keeps
WHOLE_WORK = 6.0  # solver units for one question to such a model

Cut = frozenset[tuple[Fact, bool]]  # not all of these facts have these values together


def fits_whole(candidates: Candidates) -> bool:
    """Whether the programme is small enough for one model with everything open."""
    return len(candidates.frame.agenda.events) <= WHOLE_EVENTS


@dataclass(slots=True)
class PairingModel:
    """The pairing model over the candidates. Cuts are true for ever; caps belong to one climb.

    With `dated` it holds all dates and people as well: the way out where cuts alone would come one by one for long.
    """

    candidates: Candidates
    clock: Clock
    dated: bool = False
    compiled: Compiled = field(init=False)
    masks: dict[str, int] = field(init=False)
    cuts: list[Cut] = field(default_factory=list)

    def __post_init__(self) -> None:
        frame = self.candidates.frame if self.dated else self.candidates.peopleless
        declarations = self.candidates.of_everybody if self.dated else self.candidates.declarations
        self.compiled = Compiled(frame, declarations, dated=self.dated)
        self.masks = narrowed(self.compiled.literals, declarations)
        for event in frame.events:
            if len(event.pairs) == 1 and not event.always:
                self.masks[event.id] &= self.candidates.masks[event.pairs[0], event.id]
        for name, mask in self.masks.items():
            if not mask:
                self._never(Held(name))
        implied = Implied(self.compiled.literals, self.masks)
        implied.add(declarations)
        if not self.dated:
            implied.add_people(self.candidates.frame)
            self.purses = list_purses(self.compiled.literals, self.candidates.frame)
            for purse in self.purses:
                purse.keep(self.model)
        gatherings = Gatherings(self.compiled.literals, declarations, self.masks, self.candidates.masks)
        calendar = gatherings.add(declarations, dated=self.dated)
        if calendar is not None:
            Squeeze(self.compiled.literals, self.candidates, calendar).add(declarations)
        self._name_choices()
        self.levels = levels_of(frame.scenario, "pairing")
        self.rungs = [self.compiled.rung(level) for level in self.levels]
        hold_limits(self.model, self.rungs)
        if self.dated:
            _hold_date_limits(self.compiled)

    purses: list[Purse] = field(default_factory=list)
    levels: list[Level] = field(init=False)
    rungs: list[Rung] = field(init=False)

    @property
    def model(self) -> cp_model.CpModel:
        """The model without caps; cuts are added to it for good."""
        return self.compiled.model

    def _name_choices(self) -> None:
        """Every choice gets its literal now, also one that nothing speaks of: copies of the model must know it."""
        frame, literals = self.compiled.frame, self.compiled.literals
        for pair in frame.pairs:
            literals.sure(Paired(pair))
        for event in frame.events:
            literals.sure(Held(event.id))
            for place in frame.agenda.hosts(event):
                literals.sure(Hosts(event.id, place))
        for level in levels_of(frame.scenario, "dates"):  # for `face_bound`
            measure = level.goal.declare(frame, level.part, level.use)
            if isinstance(measure, Cost):
                for fact in (*(fact for fact, _ in measure.facts), *(share.when for share in measure.days)):
                    if fact is not None:
                        literals.literal(fact)

    def _never(self, fact: Fact) -> None:
        lit = self.compiled.literals.sure(fact)
        add_clause(self.model, [self.compiled.literals.negate(lit)])

    def add_cut(self, cut: Cut) -> None:
        """Rule the combination out for good."""
        self.cuts.append(cut)
        exclude(self.model, self.compiled, cut)

    def climb(
        self, hint: Decision | None = None, least: Least = lambda costs: None, *, spare: int = 0
    ) -> tuple[Climb, cp_model.CpModel]:
        """All pairing goals in order, on a copy of the model that then holds their caps.

        `hint` is a choice to begin with, `least` what is known that a level cannot undercut. With `spare` people may
        cost so many hundredths more than at least: then what is proven holds for such choices alone.
        """
        capped = self.model.clone()
        start = None if hint is None else self._start(capped, hint)
        if spare:
            start = self._leave_room(start, spare)
            for purse in self.purses:
                purse.keep(capped, spare)
        outcome = climb(capped, self.rungs, self.clock, keep=self.compiled.variables, least=least, start=start)
        self._aim(capped, outcome)
        return outcome, capped

    def _start(self, model: cp_model.CpModel, hint: Decision) -> Answer | None:
        """The choice itself as an answer, if it keeps everything the model knows; a hint for the model in any case."""
        self._hint(model, hint)
        only = model.clone()
        chosen = set(hint.pairs)
        for pair in self.candidates.frame.pairs:
            lit = self.compiled.literals.sure(Paired(pair))
            add_clause(only, [lit if pair in chosen else self.compiled.literals.negate(lit)])
        for event, place in hint.hosts.items():
            if event in self.candidates.frame.agenda.events:
                add_clause(only, [self.compiled.literals.sure(Hosts(event, place))])
        answer = solve(only, self.clock, grace=GRACE_SECONDS, work=START_WORK)
        return answer if answer.has_solution else None

    def _leave_room(self, start: Answer | None, spare: int) -> Answer | None:
        """A choice that leaves people so many hundredths more of each budget, as good in the first goals."""
        if start is None:
            return None
        model = self.model.clone()
        for rung in self.rungs[:KEPT_LEVELS]:
            if not isinstance(rung.cost, int):
                model.add(rung.cost <= start.value(rung.cost))
        over = [purse.over(model, spare) for purse in self.purses]
        model.clear_hints()
        for variable in self.compiled.variables:
            model.add_hint(variable, start.value(variable))
        model.minimize(cp_model.LinearExpr.sum(over))
        answer = solve(model, self.clock, work=ROOM_WORK)
        return answer if answer.has_solution and answer.objective == 0 else None

    def _hint(self, model: cp_model.CpModel, hint: Decision) -> None:
        chosen, hinted = set(hint.pairs), {}
        for fact, lit in self.compiled.literals.facts.items():
            if isinstance(lit, cp_model.IntVar) and lit.index >= 0:
                if isinstance(fact, Paired):
                    hinted[lit.index] = (lit, fact.pair in chosen)
                elif isinstance(fact, Hosts) and fact.event in hint.hosts and lit.index not in hinted:
                    hinted[lit.index] = (lit, hint.hosts[fact.event] == fact.place)
        for lit, value in hinted.values():
            model.add_hint(lit, value)

    def _aim(self, capped: cp_model.CpModel, outcome: Climb) -> None:
        """Leave the last proven goal as the objective: its bound shows at once that nothing else reaches the cap."""
        for rung, step in zip(reversed(self.rungs), reversed(outcome.steps), strict=False):
            if step.is_proven and not rung.level.use.tolerance and not isinstance(rung.cost, int):
                capped.minimize(rung.cost)
                return

    def confirm_infeasible(self) -> bool:
        """Whether a second run with other settings also finds no solution.

        Programmes that fit into one model with all dates are asked there too: it knows no cuts that could be wrong.
        """
        if fits_whole(self.candidates):
            whole = Compiled(self.candidates.frame, self.candidates.of_everybody)
            hold_limits(whole.model, [whole.rung(level) for level in limited(self.levels)])
            _hold_date_limits(whole)
            if solve(whole.model, self.clock, grace=GRACE_SECONDS, work=WHOLE_WORK).has_solution:
                return False
        return solve(self.model, self.clock, other_settings=True, grace=10.0).status == "infeasible"

    def read(self, answer: Answer) -> Decision:
        """Pairings and hosts of a solution."""
        return self.compiled.read(answer)


def _hold_date_limits(compiled: Compiled) -> None:
    """Limits of date goals, in a model that knows dates."""
    levels = limited(levels_of(compiled.frame.scenario, "dates"))
    hold_limits(compiled.model, [compiled.rung(level) for level in levels])


def add_clause(model: cp_model.CpModel, lits: list[Lit]) -> None:
    """At least one of the literals is true."""
    if not any(lit is True for lit in lits):
        model.add_bool_or([lit for lit in lits if not isinstance(lit, bool)])


def exclude(model: cp_model.CpModel, compiled: Compiled, cut: Cut) -> None:
    """Rule a combination out of a model, of which `compiled` knows the literals."""
    add_clause(model, clause(compiled, cut))


def clause(compiled: Compiled, cut: Cut) -> list[Lit]:
    """The literals of which one must be true so that the combination does not occur."""
    literals = compiled.literals
    lits: list[Lit] = []
    for fact, value in sorted(cut, key=str):
        lit = literals.sure(fact)
        lits.append(literals.negate(lit) if value else lit)
    return lits


def whole_cut(model: PairingModel, decision: Decision) -> Cut:
    """Exactly this choice of pairings and hosts."""
    frame = model.candidates.frame
    chosen = set(decision.pairs)
    facts: set[tuple[Fact, bool]] = {(Paired(pair), pair in chosen) for pair in frame.pairs}
    return frozenset(facts | set(host_facts(model, decision)))


def host_facts(model: PairingModel, decision: Decision) -> list[tuple[Fact, bool]]:
    """The hosts that were a choice, among the events held."""
    agenda = model.candidates.frame.agenda
    return [
        (Hosts(event, place), True)
        for event, place in sorted(decision.hosts.items())
        if agenda.base(agenda.events[event]) is None and len(agenda.hosts(agenda.events[event])) > 1
    ]


def face_bound(model: PairingModel, capped: cp_model.CpModel, level: Level) -> int | None:
    """A cost that no plan with the pairing goals reached can undercut: every event on its own cheapest day."""
    compiled = model.compiled
    measure = level.goal.declare(compiled.frame, level.part, level.use)
    if not isinstance(measure, Cost) or level.sign < 0:
        return 0 if level.sign > 0 else None
    facts = list(measure.facts)
    for share in measure.days:
        if model.masks[share.event]:
            facts.append((share.when or Held(share.event), _cheapest(share, model.masks[share.event])))
    if any(weight < 0 and compiled.literals.literal(fact) is None for fact, weight in facts):
        return None
    known = tuple((fact, weight) for fact, weight in facts if compiled.literals.literal(fact) is not None)
    loose = Cost(known, (), measure.constant)
    cost = value_of(loose, compiled.literals, None)
    if isinstance(cost, int):
        return cost
    cheapest = capped.clone()
    cheapest.minimize(cost)
    return solve(cheapest, model.clock, grace=GRACE_SECONDS).bound  # told to nobody: what it finds is no plan


def _cheapest(share: DayCost, mask: int) -> int:
    return min(share.costs[day] for day in numbers(mask))
