"""Pins: decisions fixed by the user."""

from __future__ import annotations

from pydantic import Field

from mentoring.domain.programme import PairingText
from mentoring.domain.value import Day, Id, Text, Value


class PinBody(Value):
    """What is fixed (or, under `not`, ruled out): a pairing, one thing about an event, or two events' days."""

    pairing: PairingText | None = Field(
        None, description="This pairing is in the plan.", examples=["oslo > genoa in political"]
    )
    event: str | None = Field(None, description="Id of the event.", examples=["visit/amsterdam/athens/neighbourhoods"])
    first: Day | None = Field(None, description="Its first day.")
    host: Id | None = Field(None, description="Its host.")
    people: tuple[Id, ...] | None = Field(None, description="The persons sent to it, exactly these.")
    others: bool = Field(
        False, strict=True, description="Others may be sent too: the `people` are among those sent to the event."
    )
    same_days: tuple[str, str] | None = Field(None, description="Two events that begin on the same day.")

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the pin fixes, of pairing, first, host, people, same_days."""
        return tuple(
            kind for kind in ("pairing", "first", "host", "people", "same_days") if getattr(self, kind) is not None
        )

    def model_post_init(self, context: object, /) -> None:
        kinds = self.kinds
        if ("pairing" in kinds and len(kinds) > 1) or ("same_days" in kinds and len(kinds) > 1):
            raise ValueError("one pin fixes one thing: split it into several pins")
        wants_event = any(kind in kinds for kind in ("first", "host", "people"))
        if wants_event and self.event is None:
            raise ValueError("name the `event` this pin is about, as in visit/oslo/genoa/political")
        if self.others and not self.people:
            raise ValueError("`others` stands beside `people`: name those who are sent in any case")
        if self.event is not None and not wants_event:
            raise ValueError("say what is fixed about the event: `first`, `host` or `people`")


class Pin(PinBody):
    """A decision fixed by the user, with the reason."""

    negated: PinBody | None = Field(
        None,
        alias="not",
        description="Rules this out instead of fixing it.",
        examples=[{"pairing": "oslo > genoa in political"}],
    )
    why: Text = Field("", description="The reason or source.", examples=["S1"])

    @property
    def body(self) -> PinBody:
        """What the pin speaks of, fixed or ruled out."""
        return self.negated if self.negated is not None else self

    def model_post_init(self, context: object, /) -> None:
        if self.negated is not None:
            if self.kinds or self.event is not None or self.others:
                raise ValueError("a `not` pin holds only `not` and `why`")
            if not self.negated.kinds:
                raise ValueError("say what is ruled out: pairing, event with first, host or people, or same_days")
            return
        super().model_post_init(context)
        if not self.kinds:
            raise ValueError("say what is fixed: pairing, event with first, host or people, same_days, or not")
