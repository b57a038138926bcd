"""Plan files: JSON in a fixed order, written whole or not at all, read with every problem told at once.

Reading needs nothing but pydantic. A plan that was read is safe to work with: every city, theme, stage, place
and person that it names is in the scenario it holds. Whether it keeps the rules is another question, for the
rules' checks.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.domain.memory import rest_collector
from mentoring.errors import Place, PlanFileError, Problem, RefusedError
from mentoring.files.output import write_whole
from mentoring.files.text import FORBIDDEN, decode, place_of, read_bytes

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan

LARGEST = 256 * 1024 * 1024
"""Largest plan that is read, in bytes. A plan of ten thousand cities is below half of it."""

_HEAD = 4096  # so many bytes tell whether a file is meant to be a plan

DEEPEST = 60
"""Deepest nesting that is read. A plan of ours is not deeper than 12."""

FORMAT = 1


def write_plan(plan: Plan, path: Path | str) -> Path:
    """Write the plan; the same plan gives the same bytes.

    What has its default value is left out, so that a difference between two plans is easy to read. Mappings keep
    their order, as the order of stages has a meaning.

    Raises UsageError if the place cannot be written to.
    """
    return write_whole(path, plan_text(plan))


@rest_collector()
def plan_text(plan: Plan) -> str:
    """The content of the plan's file, with a line end at its end."""
    whole = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    # `run` differs between equal runs: at the end it does not disturb a comparison of two files.
    ordered = {"format": plan.format, **{key: whole[key] for key in whole if key not in ("format", "run")}}
    if "run" in whole:
        ordered["run"] = whole["run"]
    text = json.dumps(ordered, ensure_ascii=False, indent=1, allow_nan=False)
    # A reason given by hand may hold what no file may: written as JSON names it, it can be read again.
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def read_plan(path: Path | str) -> Plan:
    """The plan in the file.

    Raises:
        UsageError: when there is no such file, it is a folder, or it may not be read.
        PlanFileError: when it is no plan, with every problem found.
    """
    path = Path(path)
    return parse_plan(read_bytes(path, LARGEST), path.as_posix())


@rest_collector()
def parse_plan(data: bytes, file_name: str) -> Plan:
    """The plan in the bytes; `file_name` is what messages call it.

    Raises PlanFileError when they are no plan, with every problem found.
    """
    value = _parse_json(data, file_name)
    if not isinstance(value, dict) or "scenario" not in value:
        hint = "name a file written by `mentoring plan`"
        if isinstance(value, dict) and "programme" in value:
            hint = "this looks like a scenario; `mentoring plan` makes a plan of it"
        raise PlanFileError([Problem("", "this is no plan", hint, Place(file_name))])
    if value.get("format", FORMAT) != FORMAT:
        said = f"the plan has format {json.dumps(value['format'])[:40]}; this version reads format {FORMAT}"
        raise PlanFileError([Problem("format", said, "use the version of mentoring that wrote it", Place(file_name))])
    return _validate(value, file_name)


def is_plan_file(path: Path | str) -> bool:
    """Whether the file is meant to be a plan (not a scenario): JSON that holds a scenario, or is called .json.

    An empty file called .json is one too: a plan that was not written whole.

    Raises UsageError if there is no such file, it is a folder, or it may not be read.
    """
    path = Path(path)
    head = read_bytes(path, _HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        return path.suffix.lower() == ".json"
    return head.startswith(b"{") and (b'"scenario"' in head or path.suffix.lower() == ".json")


def check_replaceable(path: Path | str) -> None:
    """Whether a plan may be written there: a plan of ours is replaced, nobody else's file is.

    Raises RefusedError if the file holds something that is no plan, UsageError if it may not be read.
    """
    path = Path(path)
    if not path.exists():
        return
    head = read_bytes(path, _HEAD)
    if head.strip() and not holds_plan(head):
        raise RefusedError(f"{path.as_posix()} is there already and is no plan; it stays as it is: name another file")


def check_nothing_lost(path: Path | str) -> None:
    """Whether a plan made from nothing may be written there: work that people have put into a plan is not replaced.

    That is a plan that has earlier revisions, decisions made by hand, or events that were told to cities.

    Raises RefusedError if it holds such work, UsageError if it may not be read.
    """
    known = _peek(Path(path))
    events = known.get("events", ())
    told = [one for one in events if isinstance(one, dict) and one.get("status") in ("announced", "confirmed")]
    work = [
        *(["earlier revisions"] if known.get("revision", 1) != 1 else []),
        *(["decisions made by hand"] if known.get("decisions") else []),
        *(["events that cities were told of"] if told else []),
    ]
    if work:
        name = Path(path).as_posix()
        said = f"{name} holds {' and '.join(work)}, which a plan made from nothing would lose; it stays as it is"
        raise RefusedError(f"{said}: name another file, or go on from it with `mentoring replan {name}`")


def check_same_programme(path: Path | str, programme: str) -> None:
    """Whether a plan of the programme may be written there: that of another programme is not replaced.

    Raises RefusedError if it holds a plan of another programme, UsageError if it may not be read.
    """
    scenario = _peek(Path(path)).get("scenario")
    about = scenario.get("programme") if isinstance(scenario, dict) else None
    there = about.get("id") if isinstance(about, dict) else None
    if there is not None and there != programme:
        said = f"{Path(path).as_posix()} holds a plan of the programme {there}, and this one is of {programme}"
        raise RefusedError(f"{said}; it stays as it is: name another file")


def _peek(path: Path) -> dict[str, Any]:
    """What stands in the file, unchecked; nothing where there is no plan that anybody could go on with."""
    if not path.exists():
        return {}
    try:
        value = json.loads(read_bytes(path, LARGEST))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def holds_plan(head: bytes) -> bool:
    """Whether a file that begins so is a plan, whatever it is called."""
    return re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:[^,]*,\s*"scenario"', head) is not None


class _Refused(ValueError):
    """Something JSON allows but a plan never has."""


def _parse_json(data: bytes, file_name: str) -> Any:
    if len(data) > LARGEST:
        said = f"the file is too large (at most {LARGEST // 1_000_000} MB are read)"
        raise PlanFileError([Problem("", said, "is this really a plan?", Place(file_name))])
    text, problems = decode(data, file_name)
    if problems:
        raise PlanFileError(problems)
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        _check_depth(value)
    except json.JSONDecodeError as error:
        raise PlanFileError([_syntax(error, text, file_name)]) from None
    except RecursionError:
        said = f"values are nested too deeply (at most {DEEPEST} deep are read)"
        raise PlanFileError([Problem("", said, "", Place(file_name))]) from None
    except ValueError as error:  # what JSON allows but no plan has; also numbers of thousands of digits
        raise PlanFileError([Problem("", str(error), "", Place(file_name))]) from None
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Refused(f"the key {twice[:60]!r} stands twice in one mapping")
    return found


def _no_constant(text: str) -> Any:
    raise _Refused(f"{text} is no number a plan can hold")


def _check_depth(value: Any) -> None:
    """Raises RecursionError beyond DEEPEST; level by level, so that it needs no recursion itself."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise RecursionError
        below: list[Any] = []
        for entry in level:
            if isinstance(entry, dict):
                below += [part for part in entry.values() if isinstance(part, dict | list)]
            elif isinstance(entry, list):
                below += [part for part in entry if isinstance(part, dict | list)]
        level = below


def _syntax(error: json.JSONDecodeError, text: str, file_name: str) -> Problem:
    if "<<<<<<<" in text and ">>>>>>>" in text:
        place = place_of(text, text.index("<<<<<<<"), file_name)
        return Problem("", "two versions of the plan were merged here and not decided", "keep one of the two", place)
    place = place_of(text, error.pos, file_name)
    if not text.strip():
        return Problem("", "the file is empty", "`mentoring plan` writes a plan", Place(file_name))
    if re.search(r"^(programme|cities|based_on)\s*:", text, re.MULTILINE):
        hint = "this looks like a scenario; `mentoring plan` makes a plan of it"
        return Problem("", "this is no plan", hint, Place(file_name))
    hint = "the file seems cut off" if error.pos >= len(text.rstrip()) else ""
    return Problem("", f"this is not JSON: {error.msg}", hint, place)


def _validate(value: dict[str, Any], file_name: str) -> Plan:
    from pydantic import ValidationError

    from mentoring.domain.plan import Plan
    from mentoring.files.plan_reference import find_broken

    try:
        plan = Plan.model_validate(value)
    except ValidationError as error:
        from mentoring.files.plan_reference import say_error

        raise PlanFileError([say_error(found, file_name) for found in error.errors()]) from None
    except RecursionError:
        said = f"values are nested too deeply (at most {DEEPEST} deep are read)"
        raise PlanFileError([Problem("", said, "", Place(file_name))]) from None
    broken = [Problem(at, message, hint, Place(file_name)) for at, message, hint in find_broken(plan)]
    if broken:
        raise PlanFileError(broken)
    return plan
