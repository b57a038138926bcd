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


@pytest.mark.parametrize("seed", range(8))
def test_a_row_that_may_be_exceeded_is_exceeded_where_its_fee_is_less_than_keeping_it(seed: int):
    chance = np.random.default_rng(seed)
    program, matrix, cost = covering(chance, 6)
    assert program.solve()
    row, fee = chance.integers(0, 3, (2, 6)).astype(float), chance.integers(1, 8, 2).astype(float)
    most = 0.5 * (row @ program.values)
    number = program.add_rows(np.full(2, -np.inf), most, fee)
    fill(program, row, number + np.arange(2), np.arange(6))
    assert program.solve()
    # The same, with the excess of each row as a column of its own.
    own = np.hstack((np.vstack((matrix, row)), np.vstack((np.zeros((3, 2)), -np.eye(2)))))
    low, high = np.append(np.full(3, 2.0), np.full(2, -np.inf)), np.append(np.full(3, np.inf), most)
    plain = made(own, np.append(cost, fee), low, high)
    assert plain.solve()
    assert program.value == pytest.approx(plain.value)
    assert float(cost @ program.values + fee @ program.over[3:]) == pytest.approx(program.value)
    assert (-program.duals[3:] <= fee + 1e-9).all()  # no row's price is more than its fee
    program.fee = np.where(np.isfinite(program.fee), 1e6, program.fee)  # dear enough: they are kept where they can be
    assert program.solve()
    kept = made(np.vstack((matrix, row)), cost, low, high)
    assert kept.solve() == (program.over.max() < 1e-6)


def test_rows_that_go_take_their_fees_with_them():
    program = made(np.array([[1.0]]), np.array([1.0]), np.array([2.0]), np.array([np.inf]))
    for most, fee in ((1.0, 5.0), (0.0, 7.0)):
        row = program.add_rows(np.array([-np.inf]), np.array([most]), np.array([fee]))
        program.fill(np.array([row]), np.array([0]), np.array([1.0]))
    assert program.solve()
    assert program.value == pytest.approx(2 + 5 * 1 + 7 * 2)
    program.keep_rows(np.array([True, False, True]))
    assert program.solve()
    assert program.value == pytest.approx(2 + 7 * 2)
    assert program.over.tolist() == [0.0, 2.0]
