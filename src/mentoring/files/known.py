"""What comes with a table and stands in the scenario already: it is left out, so that what is told is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.files.draft import Draft

if TYPE_CHECKING:
    from mentoring.domain.city import Need, Offer
    from mentoring.domain.scenario import Scenario

_DAYS = ("unavailable", "if_needed", "wishes")


def drop_known(draft: Draft, base: Scenario) -> None:
    """Days that the scenario holds already are not added once more: a form sent back holds what it was sent with."""
    dropped = _drop_same(draft, base)
    for kind, known in (("cities", base.cities), ("people", base.people)):
        for one, record in draft.value.get(kind, {}).items():
            for days in _DAYS:
                there = {(str(period.first), str(period.last)) for period in getattr(known.get(one), days, ())}
                listed = record.get(f"{days}+", [])
                keep = [number for number, new in enumerate(listed) if (new["first"], new["last"]) not in there]
                dropped += len(listed) - len(keep)
                if len(keep) < len(listed):
                    marks = draft.mark.find((kind, one, f"{days}+"))
                    marks.entries = [marks.entries[number] for number in keep] if marks.entries else []
                    record[f"{days}+"] = [listed[number] for number in keep]
                    if not keep:
                        del record[f"{days}+"], (draft.mark.find((kind, one)).keys or {})[f"{days}+"]
    for kind in ("cities", "people"):
        for one in [one for one, record in draft.value.get(kind, {}).items() if not record]:
            if one in getattr(base, kind):
                del draft.value[kind][one], (draft.mark.find((kind,)).keys or {})[one]
        if kind in draft.value and not draft.value[kind]:
            del draft.value[kind], (draft.mark.keys or {})[kind]
    if dropped:
        said = "1 row says" if dropped == 1 else f"{dropped} rows say"
        draft.notes.append(f"{said} what is in the scenario already")


def _drop_same(draft: Draft, base: Scenario) -> int:
    """Offers and needs that are as the scenario has them are left out; gives how many."""
    dropped = 0
    for city, record in draft.value.get("cities", {}).items():
        for side in ("offers", "needs"):
            there = getattr(base.cities.get(city), side, {})
            for theme in [theme for theme in record.get(side, {}) if theme in there]:
                if _is_said(record[side][theme], there[theme]):
                    dropped += 1
                    del record[side][theme], (draft.mark.find(("cities", city, side)).keys or {})[theme]
            if side in record and not record[side]:
                del record[side], (draft.mark.find(("cities", city)).keys or {})[side]
    return dropped


def _is_said(told: dict[str, Any], known: Offer | Need) -> bool:
    """Whether what is told of an offer or need is so already, however it is written: `high` is 90."""
    from pydantic import ValidationError

    try:
        return type(known).model_validate({**known.model_dump(mode="json"), **told}) == known
    except ValidationError:  # it is told with its cell when everything is checked
        return False
