"""The base of everything a scenario file can say, and the small kinds of text it is written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from mentoring.domain.dates import Lag, Span, parse_day, parse_lag

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
_RESERVED = {
    "all", "each", "event", "events", "host", "mentee", "mentor", "none", "not", "null", "pairing", "pairings",
    "participant", "part-of", "people", "plan", "programme", "same-as", "theme",
    # names that Windows refuses as a file name
    "aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
}  # fmt: skip
_ID = re.compile(ID_PATTERN)


class Value(BaseModel):
    """A frozen value; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, populate_by_name=True)

    doubt: str | None = Field(
        None, description="Why this is doubtful (sources that contradict each other): becomes a warning, stops nothing."
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields changed; what the original had worked out from its fields is left behind."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]  # a cached property: pydantic would carry its old value over
        return copied


def check_id(text: str) -> str:
    """An id: small letters, digits and single hyphens, at most 60, and no word the format uses itself."""
    if not _ID.fullmatch(text) or len(text) > 60:
        raise ValueError(f"{text!r} is no id: use small letters a-z, digits and single hyphens, as in city-of-ghent")
    if text in _RESERVED:
        raise ValueError(f"{text!r} is a word the format uses itself: choose another id")
    return text


def _read_percent(given: object) -> int:
    """`2%` or `0.5%` as hundredths of a percent (200, 50)."""
    if isinstance(given, int) and not isinstance(given, bool):
        return given  # already hundredths of a percent, from a value made in code
    match = re.fullmatch(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%", given.strip()) if isinstance(given, str) else None
    if match is None:
        raise ValueError(f"{given!r} is no share: write it with a percent sign, as in 2% or 0.5%")
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def say_percent(share: int) -> str:
    """Hundredths of a percent as text: 200 is `2%`, 50 is `0.5%`."""
    return f"{share // 100}%" if share % 100 == 0 else f"{share / 100:.2f}".rstrip("0") + "%"


_LEVELS = {"high": 90, "good": 70, "some": 40}


def _read_level(given: object) -> object:
    if isinstance(given, str) and given in _LEVELS:
        return _LEVELS[given]
    if isinstance(given, str):
        raise ValueError(
            f"{given!r} is no level: write a whole number 0-100, or one of high (90), good (70), some (40)"
        )
    return given


Id = Annotated[
    str, AfterValidator(check_id), WithJsonSchema({"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 60})
]
Country = Annotated[
    str,
    AfterValidator(lambda text: _check_country(text)),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"}),
    Field(description="Two-letter country code (ISO 3166-1), as NO or GR."),
]
Day = Annotated[
    date,
    BeforeValidator(parse_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2013-02-25"]}),
]
Length = Annotated[
    Lag,
    BeforeValidator(parse_lag),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,4}[dwm]$", "examples": ["6w"]}),
]
Colour = Annotated[
    str,
    AfterValidator(lambda text: _check_colour(text)),
    WithJsonSchema({"type": "string", "pattern": "^(#[0-9A-Fa-f]{6})?$", "examples": ["#1f4fb8"]}),
]
Percent = Annotated[
    int,
    BeforeValidator(_read_percent),
    PlainSerializer(say_percent, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,3}(\.\d{1,2})?\s*%$", "examples": ["2%"]}),
]
Level = Annotated[
    int,
    Field(ge=0, le=100),
    BeforeValidator(_read_level),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 100}, {"enum": ["high", "good", "some"]}]}),
]
Count = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Positive = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
Amount = Annotated[int, Field(ge=0, le=1_000_000_000, strict=True)]  # EUR or kg of a whole programme
Text = Annotated[str, Field(max_length=2000)]


def _check_country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise ValueError(f"{text!r} is no country code: write two capital letters, as NO for Norway")
    return text


def _check_colour(text: str) -> str:
    if not re.fullmatch(r"(#[0-9A-Fa-f]{6})?", text):
        raise ValueError(f'{text!r} is no colour: write # and six digits 0-9 or a-f in quotes, as in "#1f4fb8"')
    return text.lower()


class Period(Value):
    """Days from `first` to `last`, both inside."""

    first: Day = Field(description="First day, inside.", examples=["2013-07-15"])
    last: Day = Field(description="Last day, inside.", examples=["2013-08-25"])
    why: Text = Field("", description="The reason, shown wherever these days are the obstacle.", examples=["summer"])

    @property
    def span(self) -> Span:
        """The days without the reason."""
        return Span(self.first, self.last)

    def model_post_init(self, context: Any, /) -> None:
        if self.first > self.last:
            raise ValueError(f"first ({self.first}) lies after last ({self.last}): swap them, or mend one")
