"""What pydantic found wrong, in words for the person who wrote the file, each at its place."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any

from mentoring.errors import Place, Problem
from mentoring.files.fault import Fault, Steps, likeliest
from mentoring.files.mark import Mark, dotted
from mentoring.files.shape import field_at, homes, keys_at

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MOST = 200
"""So many problems of content are put into words; a file with more has one thing wrong many times."""

Words = tuple[str, str]  # what is wrong, what to do


def problems_of(errors: Iterable[ErrorDetails], value: Any, mark: Mark) -> list[tuple[Steps, Problem]]:
    """The problems with the way to each; of the alternatives a value could have met only the likeliest is told."""
    groups: dict[tuple[Steps, bool], list[Fault]] = {}
    for error in islice(errors, 10 * MOST):  # of an alternative's errors, most are not told
        fault = Fault(error, value)
        before_branch = fault.steps if fault.branch is None else fault.steps[: fault.branch[0]]
        groups.setdefault((before_branch, fault.branch is not None), []).append(fault)
    likely = [
        fault
        for (steps, is_choice), faults in groups.items()
        for fault in (likeliest(steps, faults, value) if is_choice else faults)
    ][:MOST]
    told = [(fault, _say(fault, mark)) for fault in likely]
    misspelt = {(fault.steps[:-1], problem.hint) for fault, problem in told if fault.kind == "extra_forbidden"}
    return [
        (fault.steps, problem)
        for fault, problem in told
        if fault.kind != "missing" or (fault.steps, f"did you mean `{fault.context['key']}`?") not in misspelt
    ]


def _say(fault: Fault, mark: Mark) -> Problem:
    message, hint = _words(fault)
    steps = fault.steps
    if steps == ("programme",) and fault.kind == "value_error":  # about its days, and the section is long
        steps = (*steps, "first")
    at = mark.find(steps)
    points_to_key = fault.is_key or fault.kind in ("extra_forbidden", "missing") or at.holds_more
    return Problem(dotted(steps), message, hint, _readable(at, points_to_key))


def _readable(at: Mark, points_to_key: bool) -> Place:
    return at.key_place if points_to_key else at.place


def _words(fault: Fault) -> Words:
    if fault.kind == "value_error":
        return _own_words(fault)
    if fault.kind in _WORDS:
        return _WORDS[fault.kind](fault)
    return fault.said, _example(fault)


def _own_words(fault: Fault) -> Words:
    """The domain's own validators speak plainly already; a date in another order gets its right form."""
    said = str(fault.context.get("error", fault.said))
    if said.startswith(quoted := repr(fault.given)):
        said = f"`{_short(str(fault.given))}`" + said[len(quoted) :]
    message, _, hint = said.partition(": ")
    if "does not exist" in message and (date := re.fullmatch(r"(\d{4})-(\d{2})-\d{2}", str(fault.given))):
        last = monthrange(int(date[1]), min(int(date[2]), 12))[1]
        return message, hint or f"the month ends on day {last}"
    found = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", str(fault.given).strip())
    if found and "no date" in said:
        day, month = int(found[1]), int(found[3])
        if day <= 12 < month:
            day, month = month, day
        if found[2] == "." or max(day, month) > 12:
            return message, f"did you mean {found[4]}-{month:02d}-{day:02d}?"
    if "is no id" in message and (slug := re.sub(r"[^a-z0-9]+", "-", _plain(fault.given)).strip("-")):
        hint = f"did you mean `{_short(slug)}`? An id has small letters, digits and single hyphens"
    return message, hint


def _plain(given: Any) -> str:
    letters = unicodedata.normalize("NFKD", str(given).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _unknown_key(fault: Fault) -> Words:
    key, around = str(fault.steps[-1]), fault.steps[:-1]
    known = keys_at(around)
    if key.endswith("+"):
        return f"unknown key `{key}`", "a `+` appends to a list of the file named in `based_on`"
    if key == "resolution" and not around:
        return "this is filled in by the reading", "delete it"
    if not around and get_close_matches(key.casefold(), ["based_on"], cutoff=0.6):
        return f"unknown key `{key}`", "did you mean `based_on`, which names the file that a what-if changes?"
    close = get_close_matches(key, known, n=1, cutoff=0.6) or get_close_matches(
        key.replace("-", "_").casefold(), known, n=1, cutoff=0.6
    )
    if close:
        return f"unknown key `{key}`", f"did you mean `{close[0]}`?"
    elsewhere = [home for home in homes(key) if key not in ("first", "last", "title", "name")][:2]
    if elsewhere:
        return f"unknown key `{key}`", f"it belongs under {' or '.join(f'`{home}`' for home in elsewhere)}"
    return f"unknown key `{key}`", f"known here: {', '.join(known)}"


def _missing(fault: Fault) -> Words:
    key = str(fault.context.get("key", ""))
    field = field_at((*fault.steps, key))
    example = _sample((*fault.steps, key))
    what = (field.description or "") if field else ""
    return f"`{key}` is missing", f"add `{key}: {example}`" + (f" ({what.rstrip('.')})" if what else "")


def _kind_of(given: Any) -> str:
    if isinstance(given, bool):
        return f"`{str(given).lower()}`"
    if isinstance(given, int | float):
        return f"the number {given}"
    if isinstance(given, str):
        return f"`{_short(given)}`"
    return "a list" if isinstance(given, list | tuple) else "nothing" if given is None else "a mapping"


def _text(fault: Fault) -> Words:
    if isinstance(fault.given, bool | int | float):
        return f"{_kind_of(fault.given)} is no text", f"put it in quotes: '{_shown(fault.given)}'"
    return f"{_kind_of(fault.given)} stands where a text is expected", _example(fault)


def _whole(fault: Fault) -> Words:
    """A number with its unit, in quotes, or with a decimal part, each with the way out."""
    if isinstance(fault.given, str) and len(fault.given) < 40:
        power = re.fullmatch(r"([+-]?\d+)[eE]\+?(\d)", fault.given.strip())
        if power:
            whole = int(power[1]) * 10 ** int(power[2])
            return f"`{_short(fault.given)}` is no whole number", f"write it in digits: {whole}"
        found = re.fullmatch(r"([+-]?\d[\d.,' ]*?)\s*([^\d.,' ].*)?", fault.given.strip())
        if found:
            digits = re.sub(r"[.,' ]", "", found[1])
            if len(digits) > 15:
                return f"`{_short(fault.given)}` is too large a number", "write fewer digits"
            unit = f" (the unit, {found[2]}, is not written)" if found[2] else ", without quotes"
            return f"`{_short(fault.given)}` is no whole number", f"write {digits}{unit}"
    if isinstance(fault.given, float):
        return f"the number {fault.given} is no whole number", f"write {int(fault.given)} or {int(fault.given) + 1}"
    return f"{_kind_of(fault.given)} is no whole number", "write digits, as in 2"


def _number(fault: Fault) -> Words:
    return f"{_kind_of(fault.given)} is no number", _example(fault)


def _truth(fault: Fault) -> Words:
    given = str(fault.given).casefold()
    meant = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}.get(given)
    return f"{_kind_of(fault.given)} is neither true nor false", f"write `{meant}`" if meant else "write true or false"


def _bound(fault: Fault) -> Words:
    low = fault.context.get("ge", fault.context.get("gt"))
    high = fault.context.get("le", fault.context.get("lt"))
    if low is not None:
        return f"{fault.given} is too small", f"write at least {_digits(low)}"
    return f"{fault.given} is too large", f"write at most {_digits(high)}"


def _digits(number: Any) -> str:
    """The number as somebody would write it: 1000000, not 1e+06."""
    return str(int(number)) if number == int(number) else f"{number:g}"


def _choice(fault: Fault) -> Words:
    choices = re.findall(r"'([^']*)'", str(fault.context.get("expected", "")))
    if fault.steps == ("format",):
        return f"format {fault.given!r} is unknown to this version", "write `format: 1`, or update mentoring"
    given = fault.given if isinstance(fault.given, str) else str(fault.given)
    close = get_close_matches(given[:100].casefold(), choices, n=1, cutoff=0.6)
    also = ", or a list of cities" if fault.steps[-1:] == ("gathers",) else ""
    hint = f"write one of {', '.join(choices)}{also}"
    return f"{_kind_of(fault.given)} is not known here", f"did you mean `{close[0]}`?" if close else hint


def _list(fault: Fault) -> Words:
    if isinstance(fault.given, dict):
        return "a mapping stands where a list is expected", "begin each entry with `- `"
    return f"{_kind_of(fault.given)} is no list", f"write [{_shown(fault.given)}]"


def _mapping(fault: Fault) -> Words:
    known = [key for key in keys_at(fault.steps) if key != "doubt"][:3]
    shown = ", ".join(f"{key}: {_sample((*fault.steps, key))}" for key in known)
    if known:
        hint = f"write {{{shown}}}"
    elif isinstance(fault.given, list) and fault.given and all(isinstance(entry, str) for entry in fault.given):
        hint = "write {" + ", ".join(f"{_short(entry)}: {{}}" for entry in fault.given[:3]) + "}"
    else:
        hint = "write `name: ...` for each entry"
    return f"{_kind_of(fault.given)} stands where a mapping is expected", hint


def _form(fault: Fault) -> Words:
    return f"{_kind_of(fault.given)} is no `{fault.steps[-1]}`", _example(fault)


def _too_short(fault: Fault) -> Words:
    if fault.context.get("actual_length") == 0:
        return "this is empty", "write at least one"
    return f"{_kind_of(fault.given)} is too short", f"at least {fault.context.get('min_length')} are needed"


def _too_long(fault: Fault) -> Words:
    return f"{_kind_of(fault.given)} is too long", f"at most {fault.context.get('max_length')} are read"


_WORDS: dict[str, Callable[[Fault], Words]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "string_type": _text,
    "int_type": _whole,
    "int_parsing": _whole,
    "int_from_float": _whole,
    "float_type": _number,
    "float_parsing": _number,
    "bool_type": _truth,
    "bool_parsing": _truth,
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
    "literal_error": _choice,
    "tuple_type": _list,
    "dict_type": _mapping,
    "model_type": _mapping,
    "string_pattern_mismatch": _form,
    "too_short": _too_short,
    "too_long": _too_long,
    "string_too_long": _too_long,
}


def _example(fault: Fault) -> str:
    """How the value is written, from the declaration."""
    field = field_at(fault.steps)
    if field is None:
        return ""
    if field.examples:
        return f"write it as {_shown(field.examples[0])}"
    return (field.description or "").rstrip(".")


def _sample(steps: Steps) -> str:
    field = field_at(steps)
    return _shown(field.examples[0]) if field and field.examples else "..."


def _shown(given: Any) -> str:
    """A value as it would stand in the file."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, list | tuple):
        return f"[{', '.join(_shown(entry) for entry in given)}]"
    if isinstance(given, dict):
        return "{" + ", ".join(f"{key}: {_shown(entry)}" for key, entry in given.items()) + "}"
    return _short(str(given))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."
