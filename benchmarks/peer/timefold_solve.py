"""Solves the stated programme with Timefold. Runs in an environment without the rest of this project.

Reads the numbers as JSON from the file named first, solves for as many seconds as named second with the seed named
third, and writes a JSON line for each better score and, at the end, the answer.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from timefold.solver import SolverFactory
from timefold.solver._timefold_java_interop import get_class
from timefold.solver.config import EnvironmentMode, ScoreDirectorFactoryConfig, SolverConfig

from benchmarks.peer.timefold_domain import Meeting, Need, Programme, answer_of, is_whole, programme_from
from benchmarks.peer.timefold_rules import constraints

NEED, MEET = ("offer", "first", "second", "third"), ("host", "day")
WEIGHTS = {
    "day": 0.02,
    "host": 0.02,
}  # of a move: a meeting's concerns a whole theme and is reckoned a hundred times slower


def settings(seconds: float) -> str:
    """Each need's offer and days one after the other (all at once they are millions), then each meeting's; then the
    default local search over changes of one variable, of offer and first day together, and swaps of two needs."""
    phases, moves = [], []
    for number, (kind, names) in enumerate(((Need, NEED), (Meeting, MEET))):
        java = f"<entityClass>{get_class(kind).getName()}</entityClass>"
        chosen = "".join(move(f'<entitySelector mimicSelectorRef="placer-{number}"/>', name) for name in names)
        phases.append(
            f'<constructionHeuristic><queuedEntityPlacer><entitySelector id="placer-{number}">{java}'
            f"<cacheType>PHASE</cacheType></entitySelector>{chosen}</queuedEntityPlacer></constructionHeuristic>"
        )
        moves += [move(f"<entitySelector>{java}</entitySelector>", name, WEIGHTS.get(name, 1.0)) for name in names]
        if kind is Need:
            both = move(f'<entitySelector id="both">{java}</entitySelector>', "offer")
            both += move('<entitySelector mimicSelectorRef="both"/>', "first")
            moves.append(
                f"<cartesianProductMoveSelector><fixedProbabilityWeight>2.0</fixedProbabilityWeight>{both}"
                "</cartesianProductMoveSelector>"
            )
            moves.append(f"<swapMoveSelector><entitySelector>{java}</entitySelector></swapMoveSelector>")
    limit = f"<termination><millisecondsSpentLimit>{int(1000 * seconds)}</millisecondsSpentLimit></termination>"
    search = f"<localSearch><unionMoveSelector>{''.join(moves)}</unionMoveSelector></localSearch>"
    return f'<solver xmlns="https://timefold.ai/xsd/solver">{limit}{"".join(phases)}{search}</solver>'


def move(entity: str, name: str, weight: float | None = None) -> str:
    """A move that gives one variable another value."""
    share = "" if weight is None else f"<fixedProbabilityWeight>{weight}</fixedProbabilityWeight>"
    return f'<changeMoveSelector>{share}{entity}<valueSelector variableName="{name}"/></changeMoveSelector>'


def main(file: str, seconds: float, seed: int) -> None:
    """Solve, and tell."""
    programme = programme_from(json.loads(Path(file).read_text(encoding="utf-8")))
    config = SolverConfig.create_from_xml_text(settings(seconds))
    config.solution_class, config.entity_class_list = Programme, [Need, Meeting]
    config.score_director_factory_config = ScoreDirectorFactoryConfig(constraint_provider_function=constraints)
    config.random_seed, config.environment_mode = seed, EnvironmentMode.NO_ASSERT
    solver = SolverFactory.create(config).build_solver()
    began = time.perf_counter()
    listen(solver, began)
    solved = solver.solve(programme)
    seconds, score = time.perf_counter() - began, str(solved.score)
    answer = answer_of(solved) if score.startswith("[0]hard") and is_whole(solved) else {}
    tell({"seconds": seconds, "score": score, "answer": answer, "peak_mb": peak_mb()})


def listen(solver: Any, began: float) -> None:
    """Write a line for each better score. The listener of the Python layer would copy the whole plan each time."""
    from jpype import JImplements, JOverride

    @JImplements("ai.timefold.solver.core.api.solver.event.SolverEventListener")
    class Listener:
        @JOverride
        def bestSolutionChanged(self, event: Any) -> None:  # noqa: N802
            if event.isNewBestSolutionInitialized():
                tell({"seconds": time.perf_counter() - began, "score": str(event.getNewBestScore())})

    solver._delegate.addEventListener(Listener())


def peak_mb() -> float | None:
    """The most memory this process had at a time; None where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024, 1)
    except OSError:
        return None


def tell(what: dict[str, Any]) -> None:
    """Write a line."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
