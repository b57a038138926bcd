"""A linear program in arrays that grows and shrinks, solved each time from where the last solution was.

Rows and columns come and go between two solves; most of the last solution's basis stays good, so that some hundred
steps of the simplex suffice where a fresh start takes thousands: of the dual one where rows are new, else of the
primal. The solver is GLOP, asked without its preprocessing, which would throw the basis away.
"""

from __future__ import annotations

import math
import time

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
)
from ortools.math_opt.core.python import solver
from pybind11_abseil.status import StatusNotOk

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AT_LOWER = int(solution_pb2.BASIS_STATUS_AT_LOWER_BOUND)
AT_UPPER = int(solution_pb2.BASIS_STATUS_AT_UPPER_BOUND)
BASIC = int(solution_pb2.BASIS_STATUS_BASIC)
SCALE = 1e-9  # seconds in a nanosecond


class LinearProgram:
    """Least `cost @ values` with `values >= 0` and `low <= matrix @ values <= high`.

    After a solve `values` [columns] and `duals` [rows] hold the solution; columns and rows added since are not in it.
    """

    def __init__(self) -> None:
        self.cost: Floats = np.zeros(0)
        self.low: Floats = np.zeros(0)
        self.high: Floats = np.zeros(0)
        self.values: Floats = np.zeros(0)
        self.duals: Floats = np.zeros(0)
        self.value = math.inf
        self._row: Ints = np.zeros(0, dtype=np.int64)
        self._column: Ints = np.zeros(0, dtype=np.int64)
        self._weight: Floats = np.zeros(0)
        self._column_status: Ints = np.zeros(0, dtype=np.int64)
        self._row_status: Ints = np.zeros(0, dtype=np.int64)
        self._has_basis = False
        self._is_cut = False  # rows are new since the last solve: its solution may break them

    @property
    def is_basic(self) -> NDArray[np.bool_]:
        """The columns in the basis of the last solution: [columns]."""
        basic: NDArray[np.bool_] = self._column_status == BASIC
        return basic

    @property
    def is_slack(self) -> NDArray[np.bool_]:
        """The rows that do not bind in the last solution, and those that are new since: [rows]."""
        slack: NDArray[np.bool_] = self._row_status == BASIC
        return slack

    def add_columns(self, cost: Floats) -> int:
        """Take new columns at the end; returns the number of the first."""
        first = len(self.cost)
        self.cost = np.concatenate((self.cost, cost))
        self._column_status = np.concatenate((self._column_status, np.full(len(cost), AT_LOWER)))
        return first

    def add_rows(self, low: Floats, high: Floats) -> int:
        """Take new rows at the end; returns the number of the first."""
        first = len(self.low)
        self.low, self.high = np.concatenate((self.low, low)), np.concatenate((self.high, high))
        self._row_status = np.concatenate((self._row_status, np.full(len(low), BASIC)))
        self._is_cut = True
        return first

    def fill(self, row: Ints, column: Ints, weight: Floats) -> None:
        """Set entries of the matrix, each once."""
        self._row = np.concatenate((self._row, row))
        self._column = np.concatenate((self._column, column))
        self._weight = np.concatenate((self._weight, weight))

    def keep_rows(self, keep: NDArray[np.bool_]) -> None:
        """Forget all rows but those for which `keep` is true; the others move up."""
        place = np.cumsum(keep) - 1
        inside = keep[self._row]
        self._row, self._column = place[self._row[inside]], self._column[inside]
        self._weight = self._weight[inside]
        self.low, self.high, self._row_status = self.low[keep], self.high[keep], self._row_status[keep]

    def keep_columns(self, keep: NDArray[np.bool_]) -> None:
        """Forget all columns but those for which `keep` is true; the others move up."""
        place = np.cumsum(keep) - 1
        inside = keep[self._column]
        self._row, self._column = self._row[inside], place[self._column[inside]]
        self._weight = self._weight[inside]
        self.cost, self._column_status = self.cost[keep], self._column_status[keep]
        self.values = self.values[keep[: len(self.values)]]

    def enter(self, columns: Ints) -> None:
        """Begin the next solve with these columns in the basis."""
        self._column_status = self._column_status.copy()
        self._column_status[columns] = BASIC

    def _mend_basis(self) -> None:
        """As many columns and rows must be in the basis as there are rows: rows go in or out, the newest first."""
        missing = len(self.low) - int((self._column_status == BASIC).sum()) - int((self._row_status == BASIC).sum())
        wrong = np.flatnonzero((self._row_status == BASIC) != (missing > 0))[::-1]
        self._row_status = self._row_status.copy()
        self._row_status[wrong[: abs(missing)]] = BASIC if missing > 0 else AT_UPPER

    def solve(self, seconds: float = math.inf) -> bool:
        """Solve to proven optimality; False, with nothing changed, when that fails or takes too long."""
        until = time.monotonic() + seconds
        if self._has_basis and self._solve_from(is_warm=True, seconds=seconds):
            return True
        left = until - time.monotonic()
        return left > 0 and self._solve_from(is_warm=False, seconds=left)

    def _solve_from(self, *, is_warm: bool, seconds: float) -> bool:
        basis = model_parameters_pb2.ModelSolveParametersProto()
        if is_warm:
            self._mend_basis()
            columns, rows = basis.initial_basis.variable_status, basis.initial_basis.constraint_status
            columns.ids.extend(range(len(self.cost)))
            columns.values.extend(self._column_status.tolist())
            rows.ids.extend(range(len(self.low)))
            rows.values.extend(self._row_status.tolist())
        try:
            result = solver.solve(
                self._model(), parameters_pb2.SOLVER_TYPE_GLOP, parameters_pb2.SolverInitializerProto(),
                _parameters(seconds, is_dual=self._is_cut), basis, None, callback_pb2.CallbackRegistrationProto(),
                None, None,
            )  # fmt: skip
        except StatusNotOk:  # numbers went astray: not a word about the program itself
            return False
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            return False
        solution = result.solutions[0]
        self.value = float(solution.primal_solution.objective_value)
        self.values = _dense(solution.primal_solution.variable_values, len(self.cost))
        self.duals = _dense(solution.dual_solution.dual_values, len(self.low))
        self._column_status = np.array(solution.basis.variable_status.values, dtype=np.int64)
        self._row_status = np.array(solution.basis.constraint_status.values, dtype=np.int64)
        self._has_basis, self._is_cut = True, False
        return True

    def _model(self) -> model_pb2.ModelProto:
        model = model_pb2.ModelProto()
        count = len(self.cost)
        model.variables.ids.extend(range(count))
        model.variables.lower_bounds.extend([0.0] * count)
        model.variables.upper_bounds.extend([math.inf] * count)
        model.variables.integers.extend([False] * count)
        dear = np.flatnonzero(self.cost)
        model.objective.linear_coefficients.ids.extend(dear.tolist())
        model.objective.linear_coefficients.values.extend(self.cost[dear].tolist())
        model.linear_constraints.ids.extend(range(len(self.low)))
        model.linear_constraints.lower_bounds.extend(self.low.tolist())
        model.linear_constraints.upper_bounds.extend(self.high.tolist())
        order = np.argsort(self._row * count + self._column, kind="stable")
        self._row, self._column, self._weight = self._row[order], self._column[order], self._weight[order]
        model.linear_constraint_matrix.row_ids.extend(self._row.tolist())
        model.linear_constraint_matrix.column_ids.extend(self._column.tolist())
        model.linear_constraint_matrix.coefficients.extend(self._weight.tolist())
        return model


def _parameters(seconds: float, *, is_dual: bool) -> parameters_pb2.SolveParametersProto:
    given = parameters_pb2.SolveParametersProto()
    given.glop.use_preprocessing = False
    given.glop.use_dual_simplex = is_dual
    if not math.isinf(seconds):
        given.time_limit.seconds = int(seconds)
        given.time_limit.nanos = int((seconds - int(seconds)) / SCALE)
    return given


def _dense(sparse: object, size: int) -> Floats:
    found = np.zeros(size)
    found[list(sparse.ids)] = list(sparse.values)  # type: ignore[attr-defined]
    return found
