"""Who could meet: every offer that meets a need, and for each pair that falls out the rules that say so.

No solver here. Days are bit masks: bit i is start day i. A pair falls out when a rule forbids it outright, when one
of its own events has no day left, or when the order of its events leaves none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from itertools import accumulate, product
from operator import and_

from mentoring.domain.event import Event, Places
from mentoring.domain.naming import name_event
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.mask import Bound, bound_of, pass_on
from mentoring.engine.model.peopleless import leave_out_people
from mentoring.language.declaration import Days, Declaration, Forbid, Lag, Subject, Together
from mentoring.language.fact import Fact, Goes, Held, Hosts, Paired, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.base import declare_all

Reason = tuple[str, Subject]  # a rule's slug and what it speaks of


@dataclass(slots=True)
class Candidates:
    """The frame of all pairs that could be in a plan, what is declared over it, and why the other pairs could not.

    `peopleless` is the frame without people, and `declarations` what is declared over that.
    """

    frame: Frame
    peopleless: Frame
    declarations: list[Declaration]
    alive: tuple[Pairing, ...]
    fallen: dict[Pairing, tuple[Reason, ...]]
    lags: Lags
    masks: dict[tuple[Pairing, str], int] = field(default_factory=dict)  # start days of an event if the pair is made

    @property
    def of_everybody(self) -> list[Declaration]:
        """What is declared over the frame with people."""
        return self.declarations if self.peopleless is self.frame else declare_all(RULES, self.frame)

    def say(self, pair: Pairing) -> list[str]:
        """Why a pair fell out, a sentence for each rule; empty for one that did not."""
        sentences = {rule.slug: rule for rule in RULES}
        return [sentences[slug].say(self.frame.scenario, subject) for slug, subject in self.fallen.get(pair, ())]

    def without_days(self) -> list[str]:
        """For each event that must take place and has no day at all: which, and the sentences that leave it none."""
        found: list[str] = []
        for event in self.frame.events:
            days = [one for one in self.declarations if isinstance(one, Days) and one.event == event.id]
            binding = [one for one in days if one.when is None or is_always_true(self.frame, event, one.when)]
            if event.always and not reduce(and_, (one.mask for one in binding), self.frame.every_day):
                blamed = _to_blame(binding, self.frame.every_day)
                inside = reduce(and_, (one.mask for one in blamed if one.rule == "window"), self.frame.every_day)
                said = [told for one in blamed for told in self._say_inside(one, inside)]
                name = name_event(self.frame.scenario, event.id)
                found.append(f"{name} finds no day: {'; '.join(dict.fromkeys(said))}")
        return found

    def _say_inside(self, days: Days, inside: int) -> list[str]:
        """What a rule says of an event's days, period by period, of those alone that take start days from `inside`."""
        rule = next(rule for rule in RULES if rule.slug == days.rule)
        items = [
            one.subject
            for one in rule.itemise(self.peopleless)
            if isinstance(one, Days)
            and one.event == days.event
            and one.subject[: len(days.subject)] == days.subject
            and inside & ~one.mask
        ]
        return [rule.say(self.frame.scenario, subject) for subject in dict.fromkeys(items) or [days.subject]]


def is_always_true(frame: Frame, event: Event, fact: Fact | None) -> bool:
    """Whether a fact holds in every plan because the event and who takes part in it are given."""
    if fact == Held(event.id):
        return event.always
    if isinstance(fact, TakesPart):
        return event.always and fact.who in event.joining
    return isinstance(fact, Goes) and event.always and frame.agenda.hosts(event) == (fact.place,)


def find_candidates(
    scenario: Scenario,
    against: Plan | None = None,
    *,
    pairs: Iterable[Pairing] | None = None,
    hosts: Places | None = None,
    in_pieces: bool = False,
) -> Candidates:
    """Every conceivable pair, or those of `pairs`, sorted into those that could be made and those that fall out.

    `hosts` leaves some events fewer places, two at least: with one a pair could seem impossible that is not elsewhere.
    The reasons of pairs that fall out speak of single entries of the scenario file if they are asked for `in_pieces`,
    which takes longer: of just those closed days that matter, not of all that a city has.
    """
    frame = Frame(scenario, scenario.conceivable if pairs is None else pairs, against=against, hosts=hosts)
    bare = leave_out_people(frame)
    declarations = declare_all(RULES, bare, in_pieces=in_pieces)
    fallen = _forbidden(frame, declarations)
    masks, why = _days(frame, declarations)
    lags = Lags(frame, declarations)
    for pair in frame.pairs:
        own = list(frame.agenda.of_pair[pair])
        closed = [event for event in own if not masks[pair, event.id]]
        for event in closed:
            reasons = _to_blame([*why[pair, event.id], *why[None, event.id]], frame.every_day)
            fallen[pair] += [(one.rule, one.subject) for one in reasons]
        if not closed:
            fallen[pair] += lags.order(pair, own, masks)
    alive = tuple(pair for pair in frame.pairs if not fallen[pair])
    reasons_of = {pair: tuple(dict.fromkeys(fallen[pair])) for pair in frame.pairs if fallen[pair]}
    if not reasons_of:
        return Candidates(frame, bare, declarations, alive, reasons_of, lags, masks)
    kept = Frame(scenario, alive, against=against, hosts=hosts)
    bare = leave_out_people(kept)
    return Candidates(kept, bare, declare_all(RULES, bare), alive, reasons_of, lags, masks)


def forced_by(frame: Frame, fact: Fact) -> tuple[Pairing, ...]:
    """The pairs each of which alone makes the fact true."""
    if isinstance(fact, Paired):
        return (fact.pair,)
    if not isinstance(fact, Held | TakesPart | Hosts | Goes):
        return ()
    event = frame.agenda.events.get(fact.event)
    if event is None or event.always:
        return ()
    if isinstance(fact, Hosts | Goes) and frame.agenda.hosts(event) != (fact.place,):
        return ()
    if isinstance(fact, TakesPart | Goes):
        return (event.joining[fact.who] or event.pairs) if fact.who in event.joining else ()
    return event.pairs


def _forbidden(frame: Frame, declarations: list[Declaration]) -> dict[Pairing, list[Reason]]:
    fallen: dict[Pairing, list[Reason]] = {pair: [] for pair in frame.pairs}
    for one in declarations:
        if isinstance(one, Forbid):
            for pair in forced_by(frame, one.fact):
                fallen[pair].append((one.rule, one.subject))
    return fallen


def _days(
    frame: Frame, declarations: list[Declaration]
) -> tuple[dict[tuple[Pairing, str], int], dict[tuple[Pairing | None, str], list[Days]]]:
    """For each pair and event of it the start days left, and the declarations that took days away."""
    common = {event.id: frame.every_day for event in frame.events}
    single: dict[tuple[Pairing, str], int] = {}
    why: dict[tuple[Pairing | None, str], list[Days]] = defaultdict(list)
    for one in declarations:
        if not isinstance(one, Days) or one.event not in common:
            continue
        if one.when in (None, Held(one.event)) or is_always_true(frame, frame.agenda.events[one.event], one.when):
            common[one.event] &= one.mask
            why[None, one.event].append(one)
            continue
        for pair in forced_by(frame, one.when):
            single[pair, one.event] = single.get((pair, one.event), frame.every_day) & one.mask
            why[pair, one.event].append(one)
    masks = {
        (pair, event.id): common[event.id] & single.get((pair, event.id), frame.every_day)
        for event in frame.events
        for pair in event.pairs
    }
    return masks, why


def _to_blame(reasons: list[Days], every_day: int) -> list[Days]:
    """Reasons that together leave no day, none of them needless; those that take the fewest days are left out first."""
    widest = sorted(range(len(reasons)), key=lambda number: reasons[number].mask.bit_count())
    left = list(accumulate((reasons[number].mask for number in widest), and_, initial=every_day))
    kept: list[int] = []
    after = every_day
    for place, number in reversed([*enumerate(widest)]):
        if left[place] & after:
            kept.append(number)
            after &= reasons[number].mask
    return [reasons[number] for number in sorted(kept)]


class Lags:
    """The lags between events, found by the two events."""

    def __init__(self, frame: Frame, declarations: list[Declaration]) -> None:
        self.always = [event for event in frame.events if event.always]
        self._frame = frame
        self._between: dict[tuple[str, str], list[tuple[Bound, frozenset[Pairing] | None]]] = defaultdict(list)
        self._together: list[tuple[frozenset[str], Together]] = []
        for one in declarations:
            if isinstance(one, Lag):
                when = None if one.when is None else frozenset(one.when)
                self._between[one.earlier, one.later].append((bound_of(frame, one), when))
            elif isinstance(one, Together):
                self._together.append((frozenset(one.events), one))

    def order(self, pair: Pairing, own: list[Event], masks: dict[tuple[Pairing, str], int]) -> list[Reason]:
        """Whether the events of one pair fit one after the other; else the lag that leaves no day. Narrows `masks`.

        Events that are held in any case bind those of the pair too, if they have a day themselves.
        """
        with_all = [event for event in self.always if masks.get((pair, event.id))]
        left = {event.id: masks[pair, event.id] for event in (*own, *with_all)}
        impossible = pass_on(left, self.of_pair(pair, left))
        masks.update({(pair, event): mask for event, mask in left.items()})
        return [(impossible.said_by.rule, impossible.said_by.subject)] if impossible else []

    def of_pair(self, pair: Pairing, events: Iterable[str]) -> list[Bound]:
        """The lags between these events that bind once the pair is made, and so all of them are held."""
        found = [
            lag
            for ends in product(events, repeat=2)
            if ends in self._between
            for lag, when in self._between[ends]
            if when is None or pair in when
        ]
        for several, together in self._together:
            own = [event for event in events if event in several]
            found += [bound_of(self._frame, lag) for lag in together.lags(own)]
        return found
