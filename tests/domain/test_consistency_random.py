"""On random scenarios the search for problems never fails, and one without errors can be worked with."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from mentoring.domain.consistency import find_problems
from mentoring.domain.event import Agenda
from mentoring.domain.scenario import Scenario
from tests.builders import scenario

CITIES = st.sampled_from(["oslo", "ghent", "riga"])
THEMES = st.sampled_from(["housing", "parks"])
STAGES = st.sampled_from(["first", "second", "third"])
# Now and then a name of another kind or none at all: what a hasty writer does.
STRAY = st.sampled_from(["oslo", "ghent", "housing", "first", "anna", "guide", "rome", "nowhere", "a-b"])
DAYS = st.sampled_from(["2023-12-31", "2024-01-01", "2024-02-06", "2024-02-10", "2024-03-31", "2099-12-31"])
LAGS = st.sampled_from(["0d", "1w", "9999m", "9999w", "2m", "13d"])


def names(known: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.integers(0, 11).flatmap(lambda number: STRAY if number == 0 else known)


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def lists(of: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(of, max_size=3)


PERIODS = st.tuples(DAYS, DAYS).map(sorted).map(lambda days: {"first": days[0], "last": days[1]})
COUNTS = st.integers(0, 3)
TERMS = optional(prefers=lists(names(CITIES)), refuses=lists(names(CITIES)))
OFFERS = st.dictionaries(names(THEMES), st.tuples(TERMS, optional(mentees=COUNTS, min_mentees=COUNTS)).map(
    lambda two: {**two[0], **two[1]}), max_size=2)  # fmt: skip
NEEDS = st.dictionaries(names(THEMES), TERMS, max_size=2)
RECORDS = optional(
    offers=OFFERS, needs=NEEDS, unavailable=st.lists(PERIODS, max_size=1), left_on=DAYS, can_host=st.booleans(),
    mentees=COUNTS, at_once=st.integers(1, 2), country=st.sampled_from(["NO", "BE"]),
)  # fmt: skip
GATHERS = st.one_of(st.sampled_from(["pairing", "mentor", "mentee", "theme", "all"]), lists(names(CITIES)))
SAME_AS = st.fixed_dictionaries({"same_as": STAGES})
HOSTS = st.one_of(st.sampled_from(["mentor", "mentee", "participant", "none"]), names(CITIES), SAME_AS)
WEEKDAYS = st.lists(st.sampled_from(["mon", "tue", "sat", "sun"]), max_size=2)
STAGE = st.tuples(
    st.fixed_dictionaries({"gathers": GATHERS, "host": HOSTS}),
    optional(
        themes=lists(names(THEMES)), days=st.integers(1, 9), start_on=WEEKDAYS, between=PERIODS, first=DAYS,
        after=st.dictionaries(names(STAGES), optional(min=LAGS, max=LAGS), max_size=2), all_within=LAGS, lead_time=LAGS,
        people=st.dictionaries(st.sampled_from(["guide", "film", "anna", "nobody"]), st.integers(1, 3), max_size=2),
        members=st.sampled_from(["paired", "all"]), programme_weeks=lists(st.sampled_from(["2024-W01", "9999-W52"])),
    ),
).map(lambda two: {**two[0], **two[1]})  # fmt: skip
PLAIN_STAGE = st.tuples(
    st.fixed_dictionaries({
        "gathers": st.sampled_from(["pairing", "mentor", "mentee", "theme", "all", ["oslo", "riga"]]),
        "host": st.one_of(st.sampled_from(["participant", "none"]), SAME_AS),
    }),
    optional(
        themes=st.just(["housing"]), members=st.just("all"),
        after=st.dictionaries(STAGES, st.sampled_from([{}, {"min": "0d", "max": "0d"}]), max_size=2),
    ),
).map(lambda two: {**two[0], **two[1]})  # fmt: skip
PAIRINGS = st.tuples(names(CITIES), names(CITIES), names(THEMES)).map(lambda three: "{} > {} in {}".format(*three))
EVENTS = st.tuples(names(STAGES), lists(names(CITIES)), lists(names(THEMES))).map(
    lambda parts: "/".join([parts[0], *parts[1], *parts[2]])
)
BODIES = st.one_of(
    st.fixed_dictionaries({"pairing": PAIRINGS}),
    st.fixed_dictionaries({"event": EVENTS, "first": DAYS}),
    st.fixed_dictionaries({"event": EVENTS, "host": names(CITIES)}),
    st.fixed_dictionaries({"event": EVENTS, "people": lists(st.sampled_from(["anna", "ben", "nobody"]))}),
    st.fixed_dictionaries({"same_days": st.tuples(EVENTS, EVENTS).map(list)}),
)
PINS = st.one_of(BODIES, st.fixed_dictionaries({"not": BODIES}))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Anything that the format allows."""
    roles = draw(lists(st.sampled_from(["guide", "film"])))
    return scenario(
        cities={city: draw(RECORDS) for city in ("oslo", "ghent", "riga")},
        themes={"housing": {}, "parks": {"min_cities": draw(COUNTS)}},
        people={"anna": {"roles": roles}, "ben": {"home": draw(names(CITIES))}},
        places={"rome": {}},
        stages=draw(st.dictionaries(STAGES, STAGE, max_size=3)),
        pins=draw(st.dictionaries(st.sampled_from(["a", "b", "c"]), PINS, max_size=3)),
        pairs=[{"pairing": pairing} for pairing in draw(lists(PAIRINGS))],
        goals={"pairing": draw(lists(st.sampled_from(["fit", "needs", "spread", "x"])))},
    )


@st.composite
def plain_scenarios(draw: st.DrawFn) -> Scenario:
    """Stages of every kind in every relation, with little else that could be wrong."""
    terms: st.SearchStrategy[dict[str, Any]] = st.dictionaries(THEMES, st.just({}), max_size=2)
    records = optional(offers=terms, needs=terms, left_on=DAYS)
    return scenario(
        cities={city: draw(records) for city in ("oslo", "ghent", "riga")},
        themes={"housing": {}, "parks": {}},
        stages={stage: draw(PLAIN_STAGE) for stage in ("first", "second", "third")},
        pins=draw(st.dictionaries(st.sampled_from(["a", "b"]), BODIES, max_size=1)),
    )


@given(scenarios())
def test_every_finding_says_what_is_wrong_and_points_into_the_file(of):
    for finding in find_problems(of):
        assert finding.message
        assert finding.path
        for path in (finding.path, *finding.also):
            assert path[0] in Scenario.model_fields, path


@given(st.one_of(scenarios(), plain_scenarios()))
def test_a_scenario_without_errors_has_events_and_hosts(of):
    if any(not finding.warning for finding in find_problems(of)):
        event("has errors")
        return
    event(f"is sound, {len(of.stages)} stages")
    agenda = Agenda(of, of.conceivable)
    for held in agenda.events.values():
        assert all(of.site(host) is not None for host in agenda.hosts(held))
        for stage in of.stages[held.stage].after:
            assert all(other.stage == stage for other, _ in agenda.related(held, stage))
        assert agenda.trip(held) in agenda.events
    assert set(agenda.after_in_trip) <= set(agenda.events.values())
    for pin in of.pins.values():
        body = pin.body
        if pin.negated is None:
            for name in (body.event, *(body.same_days or ())):
                assert name is None or name in agenda.events
