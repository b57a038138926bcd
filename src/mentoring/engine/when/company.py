"""Pairings that are made only in company: enough of a mentor, of a need or of a theme, or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.language.declaration import Limit
from mentoring.language.fact import AnyOf, Fact, Paired
from mentoring.language.frame import Frame
from mentoring.rules.base import declare_all
from mentoring.rules.in_or_out import InOrOut


class Companies:
    """What the rule on enough or none says of some pairings, of which some may be left out."""

    def __init__(self, frame: Frame) -> None:
        self.limits = [one for one in declare_all([InOrOut()], frame) if isinstance(one, Limit) and one.at_least]

    def add(
        self, model: cp_model.CpModel, served: Mapping[Pairing, cp_model.IntVar], lost: Collection[Pairing]
    ) -> None:
        """Enough or none, where `served` says of some pairings whether they are made; `lost` are not, others are."""
        for one in self.limits:
            if not any(pair in served for term in one.terms for pair in _pairs(term.fact)):
                continue
            facts = [_literal(model, term.fact, served, lost) for term in one.terms]
            open_ones = [fact for fact in facts if not isinstance(fact, bool)]
            sure = sum(fact for fact in facts if isinstance(fact, bool))
            if sure < (one.at_least or 0):
                some = model.new_bool_var("")
                total = cp_model.LinearExpr.sum(open_ones) + sure
                model.add(total >= one.at_least).only_enforce_if(some)
                model.add(total == 0).only_enforce_if(~some)

    def broken(self, made: Collection[Pairing]) -> set[Pairing]:
        """Those of the pairings made that are too few by themselves."""
        found: set[Pairing] = set()
        for one in self.limits:
            groups = [[pair for pair in _pairs(term.fact) if pair in made] for term in one.terms]
            if 0 < sum(map(bool, groups)) < (one.at_least or 0):
                found.update(pair for group in groups for pair in group)
        return found


def _pairs(fact: Fact) -> Sequence[Pairing]:
    if isinstance(fact, AnyOf):
        return [pair for one in fact.facts for pair in _pairs(one)]
    return [fact.pair] if isinstance(fact, Paired) else []


def _literal(
    model: cp_model.CpModel, fact: Fact, served: Mapping[Pairing, cp_model.IntVar], lost: Collection[Pairing]
) -> cp_model.IntVar | bool:
    """Whether one of the fact's pairings is made."""
    pairs = _pairs(fact)
    if any(pair not in served and pair not in lost for pair in pairs):
        return True
    lits = [served[pair] for pair in pairs if pair in served]
    if len(lits) <= 1:
        return lits[0] if lits else False
    found = model.new_bool_var("")
    model.add_max_equality(found, lits)
    return found
