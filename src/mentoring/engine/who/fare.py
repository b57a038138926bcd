"""What the travel of people costs at least, while it is open who is sent: budgets of money and CO2 must leave room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.literal import Lit, Literals
from mentoring.engine.model.row import add_within, linear
from mentoring.engine.model.solving import Answer
from mentoring.language.fact import Hosts, Paired
from mentoring.language.frame import Frame
from mentoring.language.toll import charge_cities
from mentoring.rules import RULES
from mentoring.rules.people import list_asked
from mentoring.rules.same_person import kept_roles, list_holders
from mentoring.rules.sending import could_go
from mentoring.rules.spending import Spending


@dataclass(frozen=True, slots=True)
class Purse:
    """A budget of the programme: what cities spend, and what the cheapest people for every event do."""

    spent: list[tuple[Lit, int]]
    fares: list[tuple[Lit, int]]
    most: int

    def _terms(self, spare: int) -> list[tuple[Lit, int]]:
        return [(lit, 100 * weight) for lit, weight in self.spent] + [
            (lit, (100 + spare) * weight) for lit, weight in self.fares
        ]

    def is_tight(self, answer: Answer, spare: int) -> bool:
        """Whether the choice would be beyond it if people cost so many hundredths more."""
        return sum(weight * answer.value(lit) for lit, weight in self._terms(spare)) > 100 * self.most

    def over(self, model: cp_model.CpModel, spare: int) -> cp_model.IntVar:
        """By how much it would be exceeded if people cost so many hundredths more, in hundredths."""
        terms = self._terms(spare)
        over = model.new_int_var(0, sum(weight for lit, weight in terms if lit is not False), "")
        add_within(model, linear([*terms, (over, -1)]), None, 100 * self.most)
        return over

    def keep(self, model: cp_model.CpModel, spare: int = 0) -> None:
        """Keep within it, also if people cost so many hundredths more."""
        terms = self._terms(spare)
        if sum(weight for lit, weight in terms if lit is not False) > 100 * self.most:
            add_within(model, linear(terms), None, 100 * self.most)


def list_purses(literals: Literals, frame: Frame) -> list[Purse]:
    """The budgets of the programme, if people are sent anywhere; `frame` knows the people, unlike that of the model."""
    if not any(stage.people for stage in frame.scenario.stages.values()):
        return []
    found = []
    for rule in RULES:
        if isinstance(rule, Spending) and (cap := rule.caps(frame.scenario).programme) is not None:
            spent = [(literals.literal(toll.fact), toll.weight) for toll in charge_cities(literals.frame, rule.coin)]
            known = [(lit, weight) for lit, weight in spent if lit is not None]
            found.append(Purse(known, _fares(literals, frame, is_money=rule.coin == "eur"), cap))
    return found


def _fares(literals: Literals, frame: Frame, *, is_money: bool) -> list[tuple[Lit, int]]:
    """For every event and place the least that the people sent there cost."""
    scenario, agenda = frame.scenario, frame.agenda

    @cache
    def least(stage: str, place: str, is_first: bool) -> int:
        total = 0
        for persons, count in list_asked(scenario, stage):
            able = (person for person in persons if could_go(scenario, person, place))
            fares = sorted(_fare(frame, stage, person, place, is_first, is_money) for person in able)
            total += sum(fares[:count])
        return total

    found: list[tuple[Lit, int]] = []
    for event in frame.events:
        if not scenario.stages[event.stage].people:
            continue
        is_first = agenda.trip(event) == event.id  # the journey counts at the first event of a trip
        for place in agenda.hosts(event):
            weight = least(event.stage, place, is_first)
            if weight:
                found.append((literals.sure(Hosts(event.id, place)), weight))
    for pair in frame.pairs:
        more = sum(_more_for_one(frame, pair, role, stages, is_money) for role, stages in kept_roles(scenario).items())
        if more:
            found.append((literals.sure(Paired(pair)), more))
    return found


def _more_for_one(frame: Frame, pair: Pairing, role: str, stages: list[str], is_money: bool) -> int:
    """What it costs more at least to send the same persons to all events of a pairing than the cheapest to each."""
    scenario, agenda = frame.scenario, frame.agenda
    holders = frozenset(list_holders(scenario, role))
    alone, fares, counts = 0, dict.fromkeys(holders, 0), set[int]()
    for event in agenda.of_pair[pair]:
        if event.stage not in stages:
            continue
        places = agenda.hosts(event)
        asked = [one for one in list_asked(scenario, event.stage) if one[0] & holders]
        if len(asked) != 1 or not asked[0][0] <= holders or len(places) != 1:
            return 0  # whoever also has another role might take turns
        persons, count = asked[0]
        counts.add(count)
        is_first = agenda.trip(event) == event.id
        able = [person for person in persons if could_go(scenario, person, places[0])]
        each = {person: _fare(frame, event.stage, person, places[0], is_first, is_money) for person in able}
        alone += sum(sorted(each.values())[:count])
        fares = {person: fares[person] + fare for person, fare in each.items() if person in fares}
    if len(counts) != 1 or len(fares) < (count := counts.pop()):
        return 0
    return max(0, sum(sorted(fares.values())[:count]) - alone)


def _fare(frame: Frame, stage: str, person: str, place: str, is_first: bool, is_money: bool) -> int:
    """What one person costs, in EUR or kg of CO2."""
    scenario = frame.scenario
    home = scenario.people[person].home
    if place == home:
        return 0
    total = scenario.travel.daily_eur * scenario.stages[stage].days if is_money else 0
    if home is not None and is_first:
        journeys = scenario.journeys
        total += journeys.trip_eur(home, place) if is_money else journeys.trip_co2_kg(home, place, 1)
    return total
