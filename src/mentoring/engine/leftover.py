"""Needs without a mentor and offers without a mentee, each with the short reason known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from mentoring.domain.naming import say_pair, say_plainly
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, Unserved, Unused
from mentoring.engine.model.candidates import Candidates, find_candidates
from mentoring.engine.who.selection import Selection
from mentoring.language.fact import Paired
from mentoring.rules import RULES
from mentoring.rules.sending import find_unsent

MOST_REASONS = 3  # pairs told one by one; more are counted
MOST_FACTS = 4  # told of one pair; more are counted
MOST_IN_PIECES = 1000  # pairs, for which it is found out just which entries of the file rule them out
MOST_NAMES = 12  # cities named one by one; more are counted


class Leftover:
    """What a plan leaves unserved and unused, seen against what was selected and the cuts that dates sent back."""

    def __init__(self, plan: Plan, selection: Selection) -> None:
        self.plan = plan
        self.scenario = plan.scenario
        self.selection = selection
        self.paired = plan.paired
        self.clashing = {fact.pair for cut in selection.pairing.cuts for fact, _ in cut if isinstance(fact, Paired)}
        self.given = Counter((pair.mentor, pair.theme) for pair in self.paired)
        self.given_by_city = Counter(pair.mentor for pair in self.paired)
        self.taken = Counter((pair.mentee, pair.theme) for pair in self.paired)

    def unserved(self) -> tuple[Unserved, ...]:
        """Needs that lack mentors, the most urgent first."""
        found = [
            Unserved(city=city, theme=theme, missing=missing, priority=need.priority, reason=self._why_not(city, theme))
            for city, record in self.scenario.cities.items()
            for theme, need in record.needs.items()
            if (missing := need.mentors - self.taken[city, theme]) > 0
        ]
        return tuple(sorted(found, key=lambda one: (-one.priority * one.missing, one.city, one.theme)))

    def unused(self) -> tuple[Unused, ...]:
        """Offers with places left, by city and theme; those kept in reserve are meant to be left."""
        found = [
            Unused(city=city, theme=theme, free=free, reason=self._why_free(city, theme))
            for city, record in self.scenario.cities.items()
            for theme, offer in record.offers.items()
            if not offer.reserve and (free := self._free(city, theme)) > 0
        ]
        return tuple(sorted(found, key=lambda one: (one.city, one.theme)))

    def _free(self, city: str, theme: str) -> int:
        """Places left in one theme, within the city's own total."""
        record = self.scenario.cities[city]
        places = record.offers[theme].mentees - self.given[city, theme]
        if record.mentees is not None:
            places = min(places, record.mentees - self.given_by_city[city])
        return places

    def _why_not(self, city: str, theme: str) -> str:
        """Why a need has no (further) mentor."""
        fallen, possible = self.selection.partners(theme, mentee=city)
        if not fallen and not possible:
            return "no candidate: no other city offers this theme"
        alive = [pair for pair in possible if pair not in self.paired]
        if not alive:
            return "no candidate: " + self._told(fallen) if fallen else "every possible mentor already helps"
        full = [pair for pair in alive if self._free(pair.mentor, theme) <= 0]
        if len(full) == len(alive):
            return "mentor full: " + self._named(full, "mentor")
        return self._clash([pair for pair in alive if pair not in full], "mentor")

    def _why_free(self, city: str, theme: str) -> str:
        """Why a place of an offer is left."""
        fallen, possible = self.selection.partners(theme, mentor=city)
        if not fallen and not possible:
            return "no candidate: no other city needs this theme"
        alive = [pair for pair in possible if pair not in self.paired]
        if fallen and not possible:
            return "no candidate: " + self._told(fallen)
        needs = self.scenario.cities
        wanting = [pair for pair in alive if needs[pair.mentee].needs[theme].mentors > self.taken[pair.mentee, theme]]
        return self._clash(wanting, "mentee") if wanting else "every possible mentee has its mentors"

    def _clash(self, pairs: list[Pairing], side: str) -> str:
        unsent = {pair: facts for pair in pairs[:MOST_NAMES] if (facts := self._say_unsent(pair))}
        others = [pair for pair in pairs if pair not in unsent]
        told = [f"nobody can be sent: {_join(facts)}" for facts in dict.fromkeys(unsent.values())]
        names = self._named(others, side)
        if others and all(pair in self.clashing for pair in others):
            told.append(f"no common dates: {names}")
        elif others:
            told.append(f"possible with {names}, but limits or goals that come first rule it out in this plan")
        return "; ".join(told)

    def _say_unsent(self, pair: Pairing) -> tuple[str, ...]:
        """Why the right people cannot come to the pairing's events, whatever their days."""
        rules = {rule.slug: rule for rule in RULES}
        return tuple(
            dict.fromkeys(rules[slug].say(self.scenario, about) for slug, about in find_unsent(self.scenario, pair))
        )

    def _named(self, pairs: list[Pairing], side: str) -> str:
        """The cities on one side of the pairs; of very many only some."""
        names = [self.scenario.name(getattr(pair, side)) for pair in pairs[:MOST_NAMES]]
        more = len(pairs) - len(names)
        return ", ".join(names) + (f" and {more} more" if more else "")

    @cached_property
    def _explained(self) -> Candidates:
        """The pairs that were looked at, with just those entries of the file that rule them out; of many, the rules."""
        known = self.selection.candidates
        pairs = {*known.alive, *known.fallen}
        if len(pairs) > MOST_IN_PIECES:
            return known
        return find_candidates(self.scenario, known.frame.against, pairs=pairs, in_pieces=True)

    def _told(self, fallen: list[Pairing]) -> str:
        named = fallen[:MOST_REASONS]
        candidates = self._explained
        if not all(pair in candidates.fallen for pair in named):  # ruled out all at once: nobody has asked why
            candidates = find_candidates(self.scenario, candidates.frame.against, pairs=named)
        told = []
        for pair in named:
            facts = dict.fromkeys(map(say_plainly, candidates.say(pair)))
            told.append(f"{say_pair(self.scenario, pair)}: {_join(facts) or 'no dates'}")
        more = len(fallen) - len(told)
        return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def _join(facts: Iterable[str]) -> str:
    """The facts in a row; of very many only some."""
    told = list(facts)
    more = len(told) - MOST_FACTS
    return "; ".join((*told[:MOST_FACTS], *((f"and {more} more",) if more > 0 else ())))
