"""The frame of a programme: its days, themes, who may pair, limits and goals."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from mentoring.domain.city import Contact
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.value import Amount, Colour, Count, Day, Id, Level, Percent, Period, Positive, Text, Value

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PairingText = Annotated[
    str,
    AfterValidator(lambda text: str(parse_pairing(text))),
    WithJsonSchema({"type": "string", "pattern": r"^\s*[a-z0-9-]+\s*>\s*[a-z0-9-]+\s+in\s+[a-z0-9-]+\s*$"}),
]

PAIRING_GOALS = (
    "needs", "changes", "preferences", "blocking", "fit", "travel_km", "cost_eur", "co2_kg", "hosting", "away",
)  # fmt: skip
WORDS = ("mentor", "mentee", "theme", "pairing")
"""Words for which a programme may have its own."""
DATE_GOALS = ("changes", "wishes", "spread", "early", "finish", "travel_km", "cost_eur", "co2_kg")


class Programme(Value):
    """Name, days and calendar of the programme."""

    id: Id = Field(description="Short id, part of every calendar entry's UID: never change it.", examples=["danube"])
    title: Text = Field("", description="Title for people.")
    first: Day = Field(description="First day, inside.", examples=["2013-02-25"])
    last: Day = Field(description="Last day, inside.", examples=["2014-06-18"])
    planned_on: Day | None = Field(
        None, description="'Today': nothing new starts before this day plus a stage's `lead_time`. Default: `first`."
    )
    time_zone: str = Field("Europe/Brussels", description="IANA time zone of the programme office.")
    working_days: tuple[Weekday, ...] = Field(
        ("mon", "tue", "wed", "thu", "fri"), min_length=1, description="Weekdays on which events may lie."
    )
    public_holidays: Literal["all", "host", "none"] = Field(
        "all", description="Whose public holidays close a day: of all participants and the host, of the host, or none."
    )
    closed: tuple[Period, ...] = Field((), description="Days on which nothing takes place.")
    coordinator: Contact | None = Field(None, description="Who organises, in calendars.")
    words: dict[str, Text] = Field(
        {},
        description="Own words for mentor, mentee, theme and pairing: in headings of tables and in calendars.",
        examples=[{"mentee": "implementing city"}],
    )

    def word(self, plain: str) -> str:
        """What the programme calls a mentor, mentee, theme or pairing; the plain word unless `words` says otherwise."""
        return " ".join(self.words.get(plain, "").split()) or plain

    def heading(self, plain: str) -> str:
        """The same with a capital letter, for the head of a column or the begin of a line."""
        said = self.word(plain)
        return said[:1].upper() + said[1:]

    def model_post_init(self, context: object, /) -> None:
        if self.first > self.last:
            raise ValueError(f"first ({self.first}) lies after last ({self.last}): swap them, or mend one")
        if (self.last - self.first).days > 3660:
            raise ValueError("the programme lasts more than ten years: check first and last")


class Theme(Value):
    """A subject that cities teach and learn."""

    title: Text = Field("", description="Title for people.")
    colour: Colour = Field(
        "", description="Colour in the report, in quotes; calendars take the nearest that has a name.",
        examples=["#1f4fb8"],
    )  # fmt: skip
    min_cities: Count = Field(0, description="At least so many cities with a pairing in it, or none.")
    min_countries: Count = Field(0, description="From at least so many countries, or none.")


class Similar(Value):
    """What two similar cities add to their fit, and what they must share."""

    population: Count = Field(0, description="Points of fit when both lie in the same population band.")
    region_type: Count = Field(0, description="Points of fit when both have the same `region_type`.")
    required: tuple[Literal["population", "region_type"], ...] = Field((), description="What must be the same to pair.")
    bands: tuple[Positive, ...] = Field(
        (50_000, 100_000, 250_000, 500_000, 1_000_000), description="Where population bands begin, rising."
    )


class PairingRules(Value):
    """Who may pair with whom."""

    same_country: bool = Field(True, strict=True, description="Whether two cities of one country may pair.")
    common_language: bool = Field(False, strict=True, description="Whether the two must share a language.")
    max_km: Count | None = Field(None, description="Farthest distance between the two, in km.")
    min_fit: Level = Field(0, description="Least fit of a pairing, 0-100.")
    similar: Similar = Field(Similar(), description="What similarity adds, and what must be the same.")


class PairFigures(Value):
    """Own figures for one possible pairing."""

    pairing: PairingText = Field(description="MENTOR > MENTEE in THEME.", examples=["oslo > genoa in political"])
    fit: Level | None = Field(None, description="Fit of this pairing instead of the computed one, 0-100.")
    effort: Count = Field(1, description="Hours it takes the mentor, counted against the offer's `hours`.")

    @property
    def key(self) -> Pairing:
        """The pairing itself."""
        return parse_pairing(self.pairing)


class Caps(Value):
    """One upper bound for the whole programme, one for each city."""

    programme: Amount | None = Field(None, description="For the programme as a whole.")
    per_city: Amount | None = Field(None, description="For each city.")


class Limits(Value):
    """What the programme as a whole can bear."""

    events_at_once: Positive | None = Field(None, description="At most so many events on any day.")
    budget_eur: Caps = Field(Caps(), description="Money for travel and days, people's included, in EUR.")
    co2_kg: Caps = Field(Caps(), description="CO2 of travel, people's included, in kg.")
    rail_only_below_km: Count | None = Field(
        None,
        description="Forbids journeys below this distance, in km one way, where no train goes, and so pairings whose "
        "events need one. Pairings that meet online stay possible.",
    )


class GoalUse(Value):
    """One goal in its place in the order."""

    goal: str = Field(description="Which goal.")
    tolerance: Percent = Field(0, description="How much of it may be given up for all goals after it.")
    limit: Amount | None = Field(
        None, description="No plan may be worse than this in the goal, in its unit.", examples=[60_000]
    )
    leximin: bool = Field(
        False, strict=True, description="For `hosting` and `away`, without tolerance: then the next largest, and so on."
    )


PRESETS: dict[str, tuple[str, tuple[str | dict[str, dict[str, bool]], ...]]] = {
    "everyone-first": (
        "As many needs as possible have their mentors, then these fit well.",
        ("needs", "changes", "preferences", "fit", "travel_km"),
    ),
    "score-first": (
        "The sum of fit is as large as it can be, whoever stays without a mentor.",
        ("fit", "needs", "changes", "preferences", "travel_km"),
    ),
    "fair-load": (
        "As many needs as possible, then days of hosting and of being away are shared down to the last city.",
        ("needs", "changes", {"hosting": {"leximin": True}}, {"away": {"leximin": True}}, "preferences", "fit",
         "travel_km"),
    ),
    "no-regrets": (
        "As few pairs as possible would both rather work with each other; then everyone first.",
        ("blocking", "needs", "changes", "preferences", "fit", "travel_km"),
    ),
}  # fmt: skip
"""Named orders of the goals for who and where, each with what it puts first."""


def _read_preset(given: object) -> object:
    """`everyone-first`: the name of an order instead of the list.

    Raises ValueError, with the nearest name, for a name that no order has.
    """
    if not isinstance(given, str) or given in PAIRING_GOALS:  # a goal by itself is a list that lacks its brackets
        return given
    if given in PRESETS:
        return PRESETS[given][1]
    from difflib import get_close_matches

    near = get_close_matches(given, PRESETS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(PRESETS)}"
    raise ValueError(f"no order of goals is called {given[:60]!r}: {hint} Or list the goals, as in [needs, fit]")


def _read_goals(given: object) -> object:
    """`[needs, fit: {tolerance: 2%}]`: a name, or a name with its settings."""
    if not isinstance(given, list | tuple):
        return given
    uses: list[object] = []
    for entry in given:
        if isinstance(entry, str):
            uses.append({"goal": entry})
        elif isinstance(entry, dict) and len(entry) == 1 and "goal" not in entry:
            ((name, settings),) = entry.items()
            uses.append(_read_share({"goal": name, **settings}) if isinstance(settings, dict) else entry)
        else:
            uses.append(_read_share(entry) if isinstance(entry, dict) else entry)
    return uses


def _read_share(settings: dict[str, object]) -> dict[str, object]:
    """A bare number would be hundredths of a percent, which nobody means in a file: left as text it is refused."""
    tolerance = settings.get("tolerance")
    return {**settings, "tolerance": str(tolerance)} if isinstance(tolerance, int | float) else settings


GoalList = Annotated[tuple[GoalUse, ...], BeforeValidator(_read_goals)]


def _uses(*names: str) -> tuple[GoalUse, ...]:
    return tuple(GoalUse(goal=name) for name in names)


class Goals(Value):
    """What counts, in order: first who and where, then when."""

    pairing: Annotated[GoalList, BeforeValidator(_read_preset)] = Field(
        _uses("needs", "changes", "preferences", "fit", "travel_km"),
        description="Order of goals for who and where, or the name of one: everyone-first, score-first, fair-load, "
        "no-regrets.",
    )
    dates: GoalList = Field(_uses("changes", "wishes", "spread", "early"), description="Order of goals for when.")
