"""Declarations that know no dates, as rows over literals: who may, who must, how many, how much."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

from mentoring.engine.model.literal import Lit, Literals
from mentoring.language.declaration import Choose, Declaration, Forbid, Limit, Require, Term
from mentoring.language.fact import Fact


def add_rows(literals: Literals, declarations: Iterable[Declaration]) -> None:
    """Add every undated declaration; what speaks of people that the model leaves open is loosened, never tightened."""
    for declaration in declarations:
        match declaration:
            case Forbid(fact):
                _fix(literals, fact, False)
            case Require(fact):
                _fix(literals, fact, True)
            case Choose():
                _choose(literals, declaration)
            case Limit(per="all"):
                _limit(literals, declaration)


Sum = cp_model.LinearExpr | int  # a value over variables, or a plain number when nothing is open


def linear(terms: Iterable[tuple[Lit, int]]) -> Sum:
    """A weighted sum of literals, those already known folded into the constant."""
    constant = 0
    lits: list[Literal] = []
    weights: list[int] = []
    for lit, weight in terms:
        if isinstance(lit, bool):
            constant += weight * lit
        else:
            lits.append(lit)
            weights.append(weight)
    return cp_model.LinearExpr.weighted_sum(lits, weights) + constant if lits else constant


def _fix(literals: Literals, fact: Fact, value: bool) -> None:
    lit = literals.literal(fact)
    if lit is None or lit is value:
        return
    if isinstance(lit, bool):
        refuse(literals.model)
    else:
        literals.model.add(lit == int(value))


def refuse(model: cp_model.CpModel) -> None:
    """Say that the model has no solution: a declaration about known facts is broken."""
    model.add_bool_or([])


def add_within(model: cp_model.CpModel, total: Sum, least: int | None, most: int | None) -> None:
    """`least <= total <= most`, also when the total is a plain number."""
    if isinstance(total, int):
        if (least is not None and total < least) or (most is not None and total > most):
            refuse(model)
        return
    low = cp_model.INT_MIN if least is None else least
    high = cp_model.INT_MAX if most is None else most
    model.add_linear_constraint(total, low, high)


def _choose(literals: Literals, choose: Choose) -> None:
    when = True if choose.when is None else literals.literal(choose.when)
    lits = [literals.literal(fact) for fact in choose.facts]
    terms = [(lit, 1) for lit in lits if lit is not None]
    if when is None or len(terms) < len(lits):
        return
    add_within(literals.model, linear([*terms, (when, -choose.count)]), 0, 0)


def known_terms(literals: Literals, terms: Iterable[Term]) -> tuple[list[tuple[Lit, int]], bool]:
    """The terms whose facts the model decides, and whether some others were left out."""
    found = [(literals.literal(term.fact), term.weight) for term in terms]
    return [(lit, weight) for lit, weight in found if lit is not None], any(lit is None for lit, _ in found)


def _limit(literals: Literals, limit: Limit) -> None:
    terms, partly = known_terms(literals, limit.terms)
    if partly and (limit.or_none or any(term.weight < 0 for term in limit.terms)):
        return
    total = linear(terms)
    at_least = None if partly else limit.at_least
    if not limit.or_none:
        add_within(literals.model, total, at_least, limit.at_most)
        return
    some = literals.model.new_bool_var("")
    ceiling = sum(max(0, weight) for _, weight in terms)
    most = ceiling if limit.at_most is None else limit.at_most
    add_within(literals.model, total - (at_least or 0) * some, 0, None)
    add_within(literals.model, total - most * some, None, 0)
