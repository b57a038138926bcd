"""Many variants of a scenario, planned side by side: what is finished is kept at once and never planned again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.batch import plan_many
from mentoring.batch.outcome import NOT_BEGUN, Outcome
from mentoring.batch.store import Kept, Store, digest

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario
    from mentoring.files.scenario import Loaded

CUT_SHORT = "stopped before it was finished"


@dataclass(frozen=True, slots=True)
class Variant:
    """A scenario to be planned, by its position (from 0); without a scenario `reason` says what is wrong with it.

    `positions` say where in files its values stand (file:line:column by dotted key), for the plan to know. `label`
    is the beginning of its file's name.
    """

    number: int
    scenario: Scenario | None
    reason: str = ""
    positions: dict[str, str] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a variant: `optimal`, `feasible`, `infeasible`, `unknown`, or `failed` with its reason.

    `path` is the file it is kept in; `was_there`: it was finished by an earlier run.
    """

    number: int
    status: str
    plan: Plan | None = None
    reason: str = ""
    seconds: float = 0.0
    path: Path | None = None
    was_there: bool = False

    @property
    def is_cut_short(self) -> bool:
        """Whether somebody stopped it before it was finished."""
        return self.reason == CUT_SHORT


def variant_of(number: int, loaded: Loaded, label: str = "") -> Variant:
    """A varied scenario, or what is wrong with it in one line."""
    if loaded.scenario is not None:
        positions = {key: str(at) for key, at in loaded.positions.items()}
        return Variant(number, loaded.scenario, positions=positions, label=label)
    return Variant(number, None, "; ".join(str(problem) for problem in loaded.errors))


def study(
    variants: Iterable[Variant],
    folder: Path | str,
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    should_stop: Callable[[], bool] | None = None,
    why: Callable[[int], str] | None = None,
    **options: Any,
) -> Iterator[Finding]:
    """What becomes of each variant, as it becomes known: those that are kept in the folder come without planning.

    A plan is written into the folder before it is told. One that was stopped, or whose process died, is not finished:
    the next run plans it again. `why` says of a variant (its number) that has no plan what else is to be kept of the
    reason; nothing: what planning said. `options` are those of `api.plan`, `jobs` and `executor` those of `plan_many`.

    Raises UsageError if the folder cannot be written to, or for `jobs` below 1.
    """
    from mentoring.files.output import check_folder_writable

    check_folder_writable(folder)
    return _Study(Store(folder), options, should_stop, why).run(variants, jobs, executor)


class _Study:
    """One run: what is given to the processes by its turn there, and what need not be."""

    def __init__(
        self,
        store: Store,
        options: dict[str, Any],
        should_stop: Callable[[], bool] | None,
        why: Callable[[int], str] | None,
    ) -> None:
        self.why = why
        self.store = store
        self.options = options
        self.should_stop = should_stop
        self.given: dict[int, tuple[Variant, str]] = {}  # variants in work with their digests, by their turn
        self.turns = count()
        self.alike: dict[str, list[Variant]] = {}  # others that come to the same, by the digests of these
        self.known: list[Finding] = []  # what is known without planning, and not told yet

    def run(self, variants: Iterable[Variant], jobs: int | None, executor: Executor | None) -> Iterator[Finding]:
        """What becomes of each variant, as it becomes known; after a stop nothing is told of those not looked at."""
        torn = self.store.list_torn()
        options = {"workers": 1, **self.options}
        outcomes = plan_many(
            self._unknown(variants), jobs=jobs, executor=executor, should_stop=self.should_stop, in_order=False,
            **options,
        )  # fmt: skip
        with closing(outcomes):  # type: ignore[type-var]  # it is a generator
            for outcome in outcomes:
                yield from self._told()
                variant, key = self.given.pop(outcome.number)
                found = self._found(variant, key, outcome)
                yield found
                yield from (replace(found, number=other.number) for other in self.alike.pop(key, ()))
        yield from self._told()
        for path in torn:  # now, as another run may have been writing one of them when this one began
            path.unlink(missing_ok=True)

    def _is_stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()

    def _unknown(self, variants: Iterable[Variant]) -> Iterator[Scenario]:
        """The scenarios that have to be planned."""
        for variant in variants:
            if self._is_stopped():
                return
            if variant.scenario is None:
                self.known.append(Finding(variant.number, "failed", reason=variant.reason))
                continue
            key = digest(variant.scenario, self.options)
            kept = self.store.find(key)
            if kept is not None:
                self.known.append(_tell(variant, kept, was_there=True))
            elif key in self.alike:
                self.alike[key].append(variant)
            else:
                self.alike[key] = []
                self.given[next(self.turns)] = variant, key
                yield variant.scenario

    def _told(self) -> Iterator[Finding]:
        while self.known:
            yield self.known.pop(0)

    def _found(self, variant: Variant, key: str, outcome: Outcome) -> Finding:
        """What became of one that was planned; kept if nothing else would be found by planning it again."""
        result = outcome.result
        if result is None:
            said = CUT_SHORT if outcome.reason == NOT_BEGUN else outcome.reason
            return Finding(variant.number, "failed", reason=said)
        if self._is_stopped() and result.status not in ("optimal", "infeasible"):
            return Finding(variant.number, "failed", reason=CUT_SHORT)
        if result.plan is not None:
            result = replace(result, plan=result.plan.model_copy(update={"positions": variant.positions}))
        because = ""
        if self.why is not None and result.status == "infeasible":
            because = self.why(variant.number)
            if not because and self._is_stopped():  # the next run has the time to find out
                return Finding(variant.number, "failed", reason=CUT_SHORT)
        return _tell(variant, self.store.keep(key, result, because or outcome.reason, variant.label))


def _tell(variant: Variant, kept: Kept, *, was_there: bool = False) -> Finding:
    return Finding(variant.number, kept.status, kept.plan, kept.reason, kept.seconds, kept.path, was_there)
