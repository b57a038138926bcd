"""A linear program in arrays that grows and shrinks, solved each time from where the last solution was.

A row may have a fee: what it costs to exceed it by one. So much is then the most that its price can be.

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
    """Least `cost @ values + fee @ over` with `values >= 0`, `over >= 0` and `low <= matrix @ values - over <= high`.

    After a solve `values` [columns], `over` and `duals` [rows] hold the solution; columns and rows added since are not
    in it.
    """

    def __init__(self) -> None:
        self.cost: Floats = np.zeros(0)
        self.low: Floats = np.zeros(0)
        self.high: Floats = np.zeros(0)
        self.fee: Floats = np.zeros(0)  # infinite where a row must not be exceeded
        self.values: Floats = np.zeros(0)
        self.duals: Floats = np.zeros(0)
        self.over: Floats = np.zeros(0)  # by how much rows are exceeded
        self.value = math.inf
        self._row: Ints = np.zeros(0, dtype=np.int64)
        self._column: Ints = np.zeros(0, dtype=np.int64)
        self._weight: Floats = np.zeros(0)
        self._column_status: Ints = np.zeros(0, dtype=np.int64)
        self._row_status: Ints = np.zeros(0, dtype=np.int64)
        self._over_status: Ints = np.zeros(0, dtype=np.int64)
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

    def add_rows(self, low: Floats, high: Floats, fee: Floats | None = None) -> int:
        """Take new rows at the end, without a `fee` those that must be kept; returns the number of the first."""
        first = len(self.low)
        fee = np.full(len(low), np.inf) if fee is None else fee
        self.low, self.high = np.concatenate((self.low, low)), np.concatenate((self.high, high))
        self.fee = np.concatenate((self.fee, fee))
        self._row_status = np.concatenate((self._row_status, np.full(len(low), BASIC)))
        self._over_status = np.concatenate((self._over_status, np.full(len(low), AT_LOWER)))
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
        self.low, self.high, self.fee = self.low[keep], self.high[keep], self.fee[keep]
        self._row_status, self._over_status = self._row_status[keep], self._over_status[keep]
        self.over = self.over[keep[: len(self.over)]]

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
        statuses = (self._column_status, self._row_status, self._over_status)
        missing = len(self.low) - sum(int((status == BASIC).sum()) for status in statuses)
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
        count, soft = len(self.cost), np.flatnonzero(np.isfinite(self.fee))
        if is_warm:
            self._mend_basis()
            columns, rows = basis.initial_basis.variable_status, basis.initial_basis.constraint_status
            columns.ids.extend(range(count + len(soft)))
            columns.values.extend([*self._column_status.tolist(), *self._over_status[soft].tolist()])
            rows.ids.extend(range(len(self.low)))
            rows.values.extend(self._row_status.tolist())
        try:
            result = solver.solve(
                self._model(soft), parameters_pb2.SOLVER_TYPE_GLOP, parameters_pb2.SolverInitializerProto(),
                _parameters(seconds, is_dual=self._is_cut), basis, None, callback_pb2.CallbackRegistrationProto(),
                None, None,
            )  # fmt: skip
        except StatusNotOk:  # numbers went astray: not a word about the program itself
            return False
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            return False
        solution = result.solutions[0]
        self.value = float(solution.primal_solution.objective_value)
        values = _dense(solution.primal_solution.variable_values, count + len(soft))
        self.values, self.over = values[:count], np.zeros(len(self.low))
        self.over[soft] = values[count:]
        self.duals = _dense(solution.dual_solution.dual_values, len(self.low))
        statuses = np.array(solution.basis.variable_status.values, dtype=np.int64)
        self._column_status, self._over_status = statuses[:count], np.full(len(self.low), AT_LOWER)
        self._over_status[soft] = statuses[count:]
        self._row_status = np.array(solution.basis.constraint_status.values, dtype=np.int64)
        self._has_basis, self._is_cut = True, False
        return True

    def _model(self, soft: Ints) -> model_pb2.ModelProto:
        """The program; after the columns comes one for each row that may be exceeded."""
        model = model_pb2.ModelProto()
        count = len(self.cost) + len(soft)
        model.variables.ids.extend(range(count))
        model.variables.lower_bounds.extend([0.0] * count)
        model.variables.upper_bounds.extend([math.inf] * count)
        model.variables.integers.extend([False] * count)
        cost = np.concatenate((self.cost, self.fee[soft]))
        dear = np.flatnonzero(cost)
        model.objective.linear_coefficients.ids.extend(dear.tolist())
        model.objective.linear_coefficients.values.extend(cost[dear].tolist())
        model.linear_constraints.ids.extend(range(len(self.low)))
        model.linear_constraints.lower_bounds.extend(self.low.tolist())
        model.linear_constraints.upper_bounds.extend(self.high.tolist())
        row = np.concatenate((self._row, soft))
        column = np.concatenate((self._column, np.arange(len(self.cost), count)))
        order = np.argsort(row * count + column, kind="stable")
        model.linear_constraint_matrix.row_ids.extend(row[order].tolist())
        model.linear_constraint_matrix.column_ids.extend(column[order].tolist())
        weight = np.concatenate((self._weight, np.full(len(soft), -1.0)))
        model.linear_constraint_matrix.coefficients.extend(weight[order].tolist())
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
