"""Allowed pairing: similar cities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from mentoring.domain.city import City
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys

_WORDS = {"population": "of one population band", "region_type": "of one kind of region"}


class Similarity(Rule):
    """Mentor and mentee are alike in what `similar.required` lists; what is not known is not alike.

    Why: advice travels best between cities of one size and one kind of region (EUI: "similar")."""

    slug = "similarity"
    reads = ("pairing.similar.required", "pairing.similar.bands", "cities.*.population", "cities.*.region_type")
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return bool(scenario.pairing.similar.required)

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        required = frame.scenario.pairing.similar.required
        for pair in frame.pairs:
            if not all(frame.scenario.is_similar(pair, trait) for trait in required):
                yield Forbid(Paired(pair), subject=tuple(pair))

    def rule_out(self, block: Block) -> Grid:
        cities, similar = block.scenario.cities, block.scenario.pairing.similar

        def band(city: str) -> int | None:
            population = cities[city].population
            return None if population is None else sum(population >= begin for begin in similar.bands)

        traits = {"population": band, "region_type": lambda city: cities[city].region_type}
        alike = block.among(()) == 0
        for required in similar.required:
            alike = alike & block.same(traits[required])
        return ~alike

    def check(self, plan: Plan) -> Iterator[Violation]:
        for pairing in plan.pairings:
            for trait in _differing(plan.scenario, *pairing.key[:2]):
                mentor, mentee = map(plan.scenario.name, pairing.key[:2])
                yield self.violation(f"{mentor} and {mentee} are not {_WORDS[trait]}", *pairing.key)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        mentor, mentee = subject[:2]
        unlike = [
            f"not {_WORDS[trait]}: {_told(scenario.cities[mentor], trait)} and {_told(scenario.cities[mentee], trait)}"
            for trait in _differing(scenario, mentor, mentee)
        ]
        return f"{scenario.name(mentor)} and {scenario.name(mentee)} are {'; '.join(unlike) or 'similar'}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        unlike = _differing(scenario, *subject[:2]) or scenario.pairing.similar.required
        bands = ("pairing.similar.bands",) if "population" in unlike else ()
        own = (f"cities.{city}.{trait}" for trait in unlike for city in subject[:2])
        return find_keys(scenario, ("pairing.similar.required", *bands, *own), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("pairing.similar.required",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        unlike = {trait for pair in plan.paired for trait in _differing(scenario, pair.mentor, pair.mentee)}
        kept = [trait for trait in scenario.pairing.similar.required if trait not in unlike]
        told = " or ".join(f"not {_WORDS[trait]}" for trait in sorted(unlike))
        return Loosening(f"let cities pair that are {told}", (("pairing.similar.required", kept),))


def _differing(scenario: Scenario, one: str, two: str) -> list[str]:
    """The required traits in which the two cities differ; counted apart from the declared half."""
    similar = scenario.pairing.similar
    values = []
    for city in (scenario.cities[one], scenario.cities[two]):
        band = None if city.population is None else bisect_right(sorted(similar.bands), city.population)
        values.append({"population": band, "region_type": city.region_type})
    return [trait for trait in similar.required if values[0][trait] is None or values[0][trait] != values[1][trait]]


def _told(city: City, trait: str) -> str:
    value = city.population if trait == "population" else city.region_type
    return "not known" if value is None else f"{value}"
