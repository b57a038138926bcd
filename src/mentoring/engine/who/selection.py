"""Which pairs and hosts the exact pairing model is given: all of a small programme; of a large one those that matter.

The network says what no plan can undercut, and which pairs and hosts a plan as good as the one at hand can have. The
exact model decides over some of them and is given more until it has them all, or until nothing can be better: so what
is proven over the few is proven over all. Where that would be too many, the network's bounds are told as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from mentoring.domain.event import Places
from mentoring.domain.pairing import Pairing
from mentoring.engine.model.candidates import Candidates, find_candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.ladder import Climb, Step
from mentoring.engine.model.solving import Answer
from mentoring.engine.network.network import Network
from mentoring.engine.network.relaxed import Marks, Relaxed
from mentoring.engine.network.swap import Swaps, find_swaps
from mentoring.engine.who.pairing import Cut, PairingModel
from mentoring.language.fact import Paired

FEW_PAIRS = 500  # so many more are given to the exact model at once, or as many as it has
MOST_PAIRS = 6000  # with one visit each; more are not given to the exact model, with more visits fewer
SPARE = (1, 4)  # hundredths of what people cost at least, kept for them one after the other
MOST_HOSTS = 100  # of all meetings together; more are not given to it either


@dataclass(frozen=True, slots=True)
class Missing:
    """What a plan as good could have and the exact model does not know: pairs, and places of meetings if some lack."""

    pairs: set[Pairing] = field(default_factory=set)
    places: Places = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.pairs or self.places)


@dataclass(slots=True)
class Selection:
    """The exact model over the pairs and hosts selected so far; `network` is None where these are all.

    `ties` is what a plan as good in every pairing goal could have too, and was left out so far.
    """

    candidates: Candidates
    clock: Clock
    network: Network | None = None
    hint: Decision | None = None
    places: Places = field(default_factory=dict)
    ties: Missing = field(default_factory=Missing)
    pairing: PairingModel = field(init=False)
    spare: int = 0  # hundredths of what people cost at least that budgets keep for them: one of `SPARE`
    _answer: Answer | None = None  # the choice at hand
    _is_roomless: bool = False  # whether none leaves people more of a budget than they cost at least
    _known: list[Step] = field(default_factory=list)  # what was known of each level before budgets kept anything
    _asked: set[Pairing] = field(default_factory=set)
    _before: list[int] | None = None
    _proof: tuple[Relaxed, int] | None = None  # the network's last word on the choice at hand, and the cost it reached
    _wanted: Missing = field(default_factory=Missing)  # what the next climb is to know too

    def __post_init__(self) -> None:
        self.pairing = PairingModel(self.candidates, self.clock)
        self._asked = {*self.candidates.alive, *self.candidates.fallen}

    def add_cut(self, cut: Cut) -> None:
        """Rule a combination out for good."""
        self.pairing.add_cut(cut)
        alone = [fact.pair for fact, value in cut if isinstance(fact, Paired) and value]
        if self.network is not None and len(cut) == len(alone) == 1:
            self.network.strike(alone)

    def open_dates(self) -> None:
        """From now on the pairing model knows all dates."""
        self._rebuild(self.pairing.cuts, dated=True)

    def climb(self, *, once: bool = False) -> tuple[Climb, cp_model.CpModel]:
        """All pairing goals in order, proven over all pairs; the model is that of the selected, with their caps.

        With `once` nothing more is selected where budgets make proofs slow: then the bounds may be loose.
        """
        while True:
            if self.network is not None and self._wanted and not self.spare:
                self._widen(self.network, self._wanted)
            self.clock.is_partial = bool(self.spare)
            outcome, capped = self.pairing.climb(self.hint, self._least, spare=self.spare)
            self.clock.is_partial = False
            self._answer = outcome.answer
            if self.spare:
                outcome.steps = hold_bounds(self._known, outcome.steps)
            if self.network is None or (self.spare and outcome.answer is None):
                self._known = self._known if self.spare else list(outcome.steps)
                return outcome, capped
            if outcome.answer is None:
                missing = self._missing(self.network, self.network.everything)
                if outcome.status != "infeasible" or not missing:
                    return outcome, capped
                if not self._bears(missing):
                    missing = self._best_fitting(self.network)
                if not missing or self.clock.left <= 0:
                    return Climb("unknown"), capped
            else:
                self.hint = self.pairing.read(outcome.answer)
                missing = Missing() if self.spare else self._judge(self.network, outcome)
                self._known = self._known if self.spare else list(outcome.steps)
            self._wanted = missing
            is_enough = not missing or self.clock.left <= 0 or (once and self.is_slow)
            if outcome.answer is not None and is_enough:
                return outcome, capped

    @property
    def may_leave_room(self) -> bool:
        """Whether the choice at hand leaves people so little of a budget that another may be easier to date."""
        answer, more = self._answer, [spare for spare in SPARE if spare > self.spare]
        return (
            bool(more)
            and not self._is_roomless
            and answer is not None
            and any(one.is_tight(answer, more[0]) for one in self.pairing.purses)
        )

    def leave_room(self) -> None:
        """From now on budgets keep more for people than they cost at least; what is proven then holds for these."""
        self.spare = next(spare for spare in SPARE if spare > self.spare)

    def leave_no_room(self) -> None:
        """No choice leaves people more: from now on budgets are kept as they are."""
        self.spare, self._is_roomless = 0, True

    @property
    def is_slow(self) -> bool:
        """Whether budgets ration pairings: then many choices are nearly as good, and proofs take long."""
        return self.network is not None and (self.network.is_rationed or bool(self.pairing.purses))

    def partners(
        self, theme: str, *, mentor: str | None = None, mentee: str | None = None
    ) -> tuple[list[Pairing], list[Pairing]]:
        """The conceivable pairs of an offer or a need: those that fell out, and all others."""
        if self.network is not None:
            return self.network.partners(theme, mentor=mentor, mentee=mentee)
        fallen = self.candidates.fallen
        own = [
            pair
            for pair in (*self.candidates.alive, *fallen)
            if pair.theme == theme and mentor in (None, pair.mentor) and mentee in (None, pair.mentee)
        ]
        return sorted(pair for pair in own if pair in fallen), [pair for pair in own if pair not in fallen]

    @property
    def growth(self) -> float:
        """How many times as large the exact model is likely to be with all that could be as good."""
        pairs = 1 + len(self.ties.pairs) / max(1, len(self.candidates.alive))
        now, then = (sum(map(len, places.values())) for places in (self.places, self.ties.places))
        return pairs * max(1.0, then / max(1, now))

    def add_ties(self) -> bool:
        """Give the exact model what could be as good too, if it bears that; whether there is anything new."""
        if self.network is None or self.spare or not self.ties or not self._bears(self.ties) or self.clock.left <= 0:
            return False
        self._widen(self.network, self.ties)
        return True

    def swaps(self, decision: Decision) -> Swaps | None:
        """What choices as good as this one, the best, may have otherwise; None where the network does not know."""
        if self.network is None or self._proof is None or self.ties or self.spare:
            return None
        found = find_swaps(self.network, *self._proof, decision)
        return found and replace(found, pairs=found.pairs.intersection(self.candidates.alive))

    def least_within(self, number: int, costs: Sequence[int]) -> int | None:
        """What the network says that no plan undercuts in a level which is as good as these costs in those before."""
        if self.network is None or not self.network.knows(number):
            return None
        caps = [level.cap(cost) for level, cost in zip(self.network.levels, costs, strict=False)]
        return self.network.loosest(number, caps)

    def _least(self, costs: Sequence[int]) -> int | None:
        """What the network knows of the next level, given the costs of those before."""
        network, number = self.network, len(costs)
        if self.spare:  # what no plan undercuts, none with room does either
            reached = [step.cost for step in self._known]
            return self._known[number].bound if number < len(reached) and list(costs) == reached[:number] else None
        if network is None or not network.knows(number):
            return None
        caps = [level.cap(cost) for level, cost in zip(network.levels, costs, strict=False)]
        return network.relax(number, caps)[0].bound

    def _judge(self, network: Network, outcome: Climb) -> Missing:
        """Mend the steps' bounds so that they hold over all pairs; returns what should be selected too.

        Where the network's own bound is reached nothing else is asked: the marks of the next level include its own.
        """
        caps: list[int] = []
        marks, last = network.everything, -1
        wanted, missing = Missing(), Missing()
        choice: Relaxed | None = None
        for number, step in enumerate(outcome.steps):
            least: int | None = None
            if network.knows(number):
                choice, last = network.relax(number, caps)[0], number
                least = choice.bound
            if least == step.cost and number + 1 < len(outcome.steps):
                outcome.steps[number] = replace(step, bound=least)
                caps.append(step.level.cap(step.cost))
                continue
            if last >= 0:
                for one in network.relax(last, caps):
                    marks = marks & one.survivors(outcome.steps[last].cost)
            missing = self._missing(network, marks)
            bound = max((one for one in (least, None if missing else step.bound) if one is not None), default=None)
            is_exact = step.is_exact and not (missing and step.level.use.leximin)
            outcome.steps[number] = replace(step, bound=bound, is_exact=is_exact)
            if missing and not wanted and (bound != step.cost or not is_exact):
                values = [one.cost for one in outcome.steps]
                wanted = self._some(network, choice, marks, values, missing)
            caps.append(step.level.cap(step.cost))
        self.ties = missing
        if last >= 0:
            reached = outcome.steps[last]
            self._proof = network.relax(last, caps)[0], reached.level.cap(reached.cost)
        outcome.status = "optimal" if outcome.is_complete else "feasible"
        return wanted

    @property
    def _most(self) -> int:
        """So many pairs the exact model bears."""
        stages = self.candidates.frame.scenario.stages.values()
        return MOST_PAIRS // max(1, sum(stage.gathers in ("pairing", "mentor", "mentee") for stage in stages))

    def _bears(self, missing: Missing) -> bool:
        """Whether the exact model can be given so much more."""
        hosts = sum(len(places) for places in missing.places.values())
        return len(missing.pairs) + len(self._asked) <= self._most and hosts <= MOST_HOSTS

    def _some(
        self, network: Network, choice: Relaxed | None, marks: Marks, values: list[int], missing: Missing
    ) -> Missing:
        """The nearest of what is missing; where the rest would be too many, only as long as plans get better."""
        more = max(1, FEW_PAIRS, len(self._asked))
        if self._bears(missing) and len(missing.pairs) <= more:
            return missing
        if not self._bears(missing) and self._before is not None and self._before <= values:
            return Missing()
        self._before = values
        room = max(0, min(more, self._most - len(self._asked)))
        near = network.nearest(choice, network.without(marks, self._asked).pairs, room)
        places = network.places(marks.hosts, choice, self.places)
        return Missing(network.pairings(near), {} if places == self.places else places)

    def _best_fitting(self, network: Network) -> Missing:
        """As many more pairs as the exact model bears, where nothing tells which are near."""
        outside = network.without(network.everything, self._asked).pairs
        return Missing(network.pairings(network.nearest(None, outside, max(0, self._most - len(self._asked)))))

    def _missing(self, network: Network, marks: Marks) -> Missing:
        """What is marked but not selected; of very many pairs only so many that they are surely too many."""
        outside = network.without(marks, self._asked)
        pairs = network.pairings(network.nearest(None, outside.pairs, MOST_PAIRS + 1))
        places = network.places(marks.hosts, None, self.places)
        return Missing(pairs, {} if places == self.places else places)

    def _widen(self, network: Network, missing: Missing) -> None:
        """Give the exact model more; cuts about pairs that are chosen hold still."""
        self._wanted = Missing()
        self._asked |= missing.pairs
        self.places = missing.places or self.places
        fallen, frame = self.candidates.fallen, self.candidates.frame
        pairs = {*self.candidates.alive, *missing.pairs}
        self.candidates = find_candidates(frame.scenario, frame.against, pairs=pairs, hosts=self.places)
        network.strike(self.candidates.fallen)
        self.candidates.fallen.update(fallen)
        self._rebuild([cut for cut in self.pairing.cuts if all(value for _, value in cut)], dated=self.pairing.dated)

    def _rebuild(self, cuts: Sequence[Cut], *, dated: bool) -> None:
        self.pairing = PairingModel(self.candidates, self.clock, dated=dated)
        for cut in cuts:
            self.pairing.add_cut(cut)


def hold_bounds(known: list[Step], steps: list[Step]) -> list[Step]:
    """The steps with the bounds known before, which hold up to the first level that reaches less than then."""
    held: list[Step] = []
    as_good = True
    for number, step in enumerate(steps):
        before = known[number] if number < len(known) and as_good else None
        held.append(replace(step, bound=None if before is None else before.bound, is_exact=not step.level.use.leximin))
        as_good = before is not None and step.cost <= before.cost and not step.level.use.leximin
    return held
