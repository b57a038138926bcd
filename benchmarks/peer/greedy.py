"""Planning as by hand: the most urgent need first, the best mentor that still has a place, the earliest days that fit.

Meeting days come first, one theme after the other, each in the week in which most of its cities are free; then pairs
one by one, and what finds no days is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.peer.figures import MEETING_DAYS, VISIT_DAYS, Answer, Numbers
from mentoring.domain.geography import great_circle_km

Stay = tuple[int, int, int]
"""First day, last day, city of the event."""


def solve_greedily(numbers: Numbers) -> Answer:
    """One pass over the needs, without looking back."""
    return _Desk(numbers).plan()


class _Desk:
    """What a coordinator has on the desk: each city's diary, places left, visits of each week."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.answer = Answer()
        self.diary: list[list[Stay]] = [[] for _ in numbers.cities]
        self.free = [offer[2] for offer in numbers.offers]
        self.offers_of: dict[int, list[int]] = {}
        for number, offer in enumerate(numbers.offers):
            self.offers_of.setdefault(offer[1], []).append(number)
        self.sent: dict[int, int] = {}
        self.starts = [set(starts) for starts in numbers.visit_starts]
        self.meeting_day: dict[int, int] = {}
        self.joined: dict[int, set[int]] = {theme: set() for theme in range(len(numbers.themes))}

    def plan(self) -> Answer:
        for theme in range(len(self.numbers.themes)):
            self.meeting_day[theme] = self._choose_meeting(theme)
        order = sorted(range(len(self.numbers.needs)), key=lambda need: (-self.numbers.needs[need][2], need))
        for need in order:
            for offer in self._mentors(need):
                if self._take(need, offer):
                    break
        for theme, there in self.joined.items():
            if there:
                self.answer.meetings[theme] = (self.meeting_day[theme], self._middle(there))
        return self.answer

    def _choose_meeting(self, theme: int) -> int:
        """The day on which most cities of the theme are free, in a week no other theme has taken."""
        cities = {city for city, of, *_ in (*self.numbers.offers, *self.numbers.needs) if of == theme}
        able: dict[int, int] = {}
        for city in cities:
            for start in self.numbers.meeting_starts[city]:
                able[start] = able.get(start, 0) + 1
        taken = {start // 7 for start in self.meeting_day.values()}
        return min((start for start in able if start // 7 not in taken), key=lambda start: (-able[start], start))

    def _mentors(self, need: int) -> list[int]:
        """Offers with a place left, the best fit first, then the nearest."""
        city, theme, _, level = self.numbers.needs[need]
        able = [
            (-((strength * level + 50) // 100), self.numbers.km(city, mentor), number)
            for number in self.offers_of.get(theme, ())
            for mentor, _, _, strength in [self.numbers.offers[number]]
            if self.free[number] > 0 and self._may_pair(mentor, city)
        ]
        return [number for *_, number in sorted(able)]

    def _may_pair(self, mentor: int, mentee: int) -> bool:
        return mentor != mentee and self.numbers.countries[mentor] != self.numbers.countries[mentee]

    def _take(self, need: int, offer: int) -> bool:
        """Find the three visits' days for this pairing, or say that there are none."""
        (mentee, theme, *_), mentor = self.numbers.needs[need], self.numbers.offers[offer][0]
        meeting = self.meeting_day[theme]
        if any(meeting not in self.numbers.meeting_starts[city] for city in (mentor, mentee)):
            return False
        new = [city for city in (mentor, mentee) if city not in self.joined[theme]]
        stay = (meeting, meeting + MEETING_DAYS - 1, -1)
        if not all(self._fits(city, stay) for city in new):
            return False
        for city in new:
            self.diary[city].append(stay)
        days = self._three_visits(mentor, mentee, meeting)
        if days is None:
            for city in new:
                self.diary[city].remove(stay)
            return False
        for start, host in zip(days, (mentee, mentor, mentee), strict=True):
            for city in (mentor, mentee):
                self.diary[city].append((start, start + VISIT_DAYS - 1, host))
            self.sent[start // 7] = self.sent.get(start // 7, 0) + 1
        self.joined[theme] |= {mentor, mentee}
        self.free[offer] -= 1
        self.answer.pairs[need] = (offer, *days)
        return True

    def _three_visits(self, mentor: int, mentee: int, meeting: int) -> tuple[int, int, int] | None:
        numbers = self.numbers
        latest = meeting - numbers.meeting_lag - VISIT_DAYS
        for first in self._days(mentor, mentee, mentee, 0, latest):
            lags = (first + VISIT_DAYS + numbers.least_lag, first + VISIT_DAYS + numbers.most_lag)
            for second in self._days(mentor, mentee, mentor, lags[0], min(lags[1], latest)):
                later = (second + VISIT_DAYS + numbers.least_lag, second + VISIT_DAYS + numbers.most_lag)
                third = next(self._days(mentor, mentee, mentee, *later), None)
                if third is not None:
                    return first, second, third
        return None

    def _days(self, mentor: int, mentee: int, host: int, least: int, most: int) -> Iterator[int]:
        """Start days from `least` to `most`, both inside, on which both can and a facilitator is free."""
        for start in self.numbers.visit_starts[mentor]:
            if least <= start <= most and start in self.starts[mentee]:
                stay = (start, start + VISIT_DAYS - 1, host)
                if self.sent.get(start // 7, 0) < self.numbers.people and all(
                    self._fits(city, stay) for city in (mentor, mentee)
                ):
                    yield start

    def _fits(self, city: int, stay: Stay) -> bool:
        return all(self._gap(city, stay, other) <= _between(stay, other) for other in self.diary[city])

    def _gap(self, city: int, one: Stay, two: Stay) -> int:
        """Free days between two stays of a city. A meeting's host is not known yet (-1): the most it could need."""
        if -1 in (one[2], two[2]):
            return max(self.numbers.rest_days[city], self.numbers.far_days)
        far = self.numbers.far_days if self.numbers.km(one[2], two[2]) > self.numbers.far_km else 0
        both_away = one[2] != city != two[2]
        return max(far, self.numbers.rest_days[city] if both_away else 0)

    def _middle(self, cities: set[int]) -> int:
        """The city nearest to the middle of all."""
        north, east = (sum(self.numbers.where[city][axis] for city in cities) / len(cities) for axis in (0, 1))
        return min(cities, key=lambda city: (great_circle_km(north, east, *self.numbers.where[city]), city))


def _between(one: Stay, two: Stay) -> int:
    """Free days between two stays; -1 when they overlap."""
    return max(one[0] - two[1], two[0] - one[1]) - 1
