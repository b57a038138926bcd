"""What travel may cost, in all and each city: the base of the rules on money and CO2."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import ClassVar, Literal

from mentoring.domain.number import figure
from mentoring.domain.plan import Plan
from mentoring.domain.programme import Caps
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Limit, Subject, Term
from mentoring.language.frame import Frame
from mentoring.language.toll import charge_cities, charge_people
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation


class Spending(Rule):
    """Spends at most so much in the whole programme, people included, and at most so much for each city.

    Subjects: () for the programme, (city,) for a city's own travellers."""

    asking = Asking.LIMIT
    coin: ClassVar[Literal["eur", "co2_kg"]]
    unit: ClassVar[str]

    def caps(self, scenario: Scenario) -> Caps:
        """The two bounds, of the programme and of each city."""
        raise NotImplementedError

    def applies(self, scenario: Scenario) -> bool:
        caps = self.caps(scenario)
        return caps.programme is not None or caps.per_city is not None

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        caps = self.caps(frame.scenario)
        spent: dict[Subject, list[Term]] = defaultdict(list)
        for toll in charge_cities(frame, self.coin):
            spent[toll.who,].append(Term(toll.fact, toll.weight))
        everything = list(chain.from_iterable(spent.values()))
        everything += [Term(toll.fact, toll.weight) for toll in charge_people(frame, self.coin)]
        spent[()] = everything
        for subject, terms in spent.items():
            cap = caps.per_city if subject else caps.programme
            if cap is not None and sum(term.weight for term in terms) > cap:
                yield Limit(tuple(terms), at_most=cap, subject=subject)

    def check(self, plan: Plan) -> Iterator[Violation]:
        caps = self.caps(plan.scenario)
        if caps.programme is None and caps.per_city is None:
            return
        total, each = 0, Counter[str]()
        for trip in plan.trips:
            spent = trip.eur if self.coin == "eur" else trip.co2_kg
            total += spent
            if not trip.is_person:
                each[trip.who] += spent
        if caps.programme is not None and total > caps.programme:
            yield self.violation(f"the programme spends {figure(total)} {self.unit}, at most {figure(caps.programme)}")
        for city, spent in sorted(each.items()):
            if caps.per_city is not None and spent > caps.per_city:
                told = f"spends {figure(spent)} {self.unit}, at most {figure(caps.per_city)}"
                yield self.violation(f"{plan.scenario.name(city)} {told}", city)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        caps = self.caps(scenario)
        if not subject:
            return f"the programme may spend at most {figure(caps.programme or 0)} {self.unit} on travel"
        return f"the travel of {scenario.name(subject[0])} may cost at most {figure(caps.per_city or 0)} {self.unit}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (self.levers(scenario, subject)[0],)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        section = "budget_eur" if self.coin == "eur" else "co2_kg"
        return (f"limits.{section}.{'per_city' if subject else 'programme'}",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        each: Counter[str] = Counter()
        for trip in plan.trips:
            if not subject or not trip.is_person:
                each[trip.who] += trip.eur if self.coin == "eur" else trip.co2_kg
        most = max(each.values(), default=0) if subject else each.total()
        told = f"allow {figure(most)} {self.unit} for {'each city' if subject else 'the travel of the whole programme'}"
        return Loosening(told, ((self.levers(scenario, subject)[0], most),))
