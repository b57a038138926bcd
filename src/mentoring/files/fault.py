"""One error of the validation, brought to the place in the file where it is to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Steps = tuple[str | int, ...]


class Fault:
    """One error of the validation at the place where it is to be told."""

    def __init__(self, error: ErrorDetails, value: Any) -> None:
        self.kind: str = error["type"]
        self.given: Any = error["input"]
        self.context: dict[str, Any] = {"key": error["loc"][-1] if error["loc"] else "", **error.get("ctx", {})}
        self.said = error["msg"]
        self.steps, self.branch = _way(error["loc"], value, self.kind)
        self.is_key = error["loc"][-1:] == ("[key]",)


def _way(loc: tuple[str | int, ...], value: Any, kind: str) -> tuple[Steps, tuple[int, str] | None]:
    """The steps that exist in the file, and where (and by which name) an alternative was entered, if one was.

    A missing key is kept apart: it is told at the mapping that lacks it.
    """
    steps: list[str | int] = []
    branch: tuple[int, str] | None = None
    if loc and (kind == "missing" or loc[-1] == "[key]"):
        loc = loc[:-1]
    for step in loc:
        if (isinstance(value, dict) and step in value) or (
            isinstance(value, list) and isinstance(step, int) and step < len(value)
        ):
            steps.append(step)
            value = value[step]  # type: ignore[index]
        elif branch is None:
            branch = (len(steps), str(step))
    return tuple(steps), branch


def likeliest(steps: Steps, faults: list[Fault], value: Any) -> list[Fault]:
    """Of the faults of several alternatives those of the one that the value most looks like."""
    for step in steps:
        value = value[step]
    by_branch: dict[str, list[Fault]] = {}
    for fault in faults:
        by_branch.setdefault(fault.branch[1] if fault.branch else "", []).append(fault)
    for name, group in by_branch.items():
        looks = (
            name.startswith("tuple") if isinstance(value, list)
            else name[:1].isupper() if isinstance(value, dict)
            else name.startswith(("literal", "str", "function"))
        )  # fmt: skip
        if looks:
            return group
    return faults[:1]
