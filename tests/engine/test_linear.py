"""The linear program in arrays: what it answers after any changes is what a fresh one answers."""

from __future__ import annotations

import numpy as np
import pytest

from mentoring.engine.prices.linear import LinearProgram


def covering(chance: np.random.Generator, columns: int) -> tuple[LinearProgram, np.ndarray, np.ndarray]:
    """Least cost of columns that cover three rows; its matrix and costs."""
    matrix = chance.integers(0, 3, (3, columns)).astype(float)
    matrix[:, 0] = 1.0  # so that it can be done
    cost = chance.integers(1, 20, columns).astype(float)
    return made(matrix, cost, np.full(3, 2.0), np.full(3, np.inf)), matrix, cost


def made(matrix: np.ndarray, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> LinearProgram:
    program = LinearProgram()
    program.add_columns(cost)
    program.add_rows(low, high)
    fill(program, matrix, np.arange(len(low)), np.arange(len(cost)))
    return program


def fill(program: LinearProgram, matrix: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> None:
    row, column = np.nonzero(matrix)
    program.fill(rows[row], columns[column], matrix[row, column])


@pytest.mark.parametrize("seed", range(12))
def test_rows_and_columns_that_come_and_go_leave_the_same_answer_as_a_fresh_start(seed: int):
    chance = np.random.default_rng(seed)
    program, matrix, cost = covering(chance, 6)
    assert program.solve()
    low, high = np.full(3, 2.0), np.full(3, np.inf)
    for _ in range(6):
        column, price = chance.integers(0, 3, (len(low), 2)).astype(float), chance.integers(1, 20, 2).astype(float)
        first = program.add_columns(price)
        fill(program, column, np.arange(len(low)), first + np.arange(2))
        matrix, cost = np.hstack((matrix, column)), np.concatenate((cost, price))
        row = chance.integers(0, 2, (1, len(cost))).astype(float)
        most = float(row[0] @ program_values(program, len(cost))) + 3.0
        number = program.add_rows(np.array([-np.inf]), np.array([most]))
        fill(program, row, np.array([number]), np.arange(len(cost)))
        matrix, low, high = np.vstack((matrix, row)), np.append(low, -np.inf), np.append(high, most)
        assert program.solve()
        fresh = made(matrix, cost, low, high)
        assert fresh.solve()
        assert program.value == pytest.approx(fresh.value)
        assert float(cost @ program.values) == pytest.approx(program.value)
        bounds = np.where(program.duals > 0, low, high)
        used = program.duals != 0
        assert float(program.duals[used] @ bounds[used]) == pytest.approx(program.value)  # strong duality
        if len(low) > 5:
            keep = np.arange(len(low)) != 4
            program.keep_rows(keep)
            matrix, low, high = matrix[keep], low[keep], high[keep]
            kept = np.arange(len(cost)) != 3
            program.keep_columns(kept)
            matrix, cost = matrix[:, kept], cost[kept]


def program_values(program: LinearProgram, count: int) -> np.ndarray:
    return np.concatenate((program.values, np.zeros(count - len(program.values))))


def test_what_cannot_be_solved_says_so_and_changes_nothing():
    program = made(np.array([[1.0]]), np.array([2.0]), np.array([3.0]), np.array([np.inf]))
    assert program.solve()
    number = program.add_rows(np.array([-np.inf]), np.array([1.0]))
    program.fill(np.array([number]), np.array([0]), np.array([1.0]))
    assert not program.solve()
    assert program.value == pytest.approx(6.0)
