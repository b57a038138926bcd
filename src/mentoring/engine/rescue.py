"""Out of time without dates for a whole choice: pairings are left out until the rest keeps all rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from mentoring.domain.plan import Plan
from mentoring.domain.result import PLAN
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision, plan_of
from mentoring.engine.model.ladder import Step
from mentoring.engine.model.order import Level, levels_of, limited
from mentoring.engine.model.solving import GRACE_SECONDS
from mentoring.engine.ties.outlook import find_outlook
from mentoring.engine.when.dates import Dates, open_dates
from mentoring.engine.when.season import Season, Sent
from mentoring.engine.when.timetable import part_of
from mentoring.engine.who.selection import Selection
from mentoring.language.frame import Frame
from mentoring.rules import check_plan

SECONDS = 10.0  # after the time is up, for some plan at all

Bounds = dict[tuple[int, ...], int | None]  # of a goal, by the costs of those before it
Spare = tuple[Decision, dict[str, int], Sent | None]  # pairings, the start days of their events, and who is sent


@dataclass(slots=True)
class Rescue:
    """A plan of less than what was chosen; `levels` are the goals about dates."""

    selection: Selection
    clock: Clock
    levels: list[Level]

    def run(self, decision: Decision, steps: list[Step], spare: Spare | None) -> tuple[Decision, list[Step]] | None:
        """The pairings of a decision that could be dated, with what goals come to; None when nothing was found.

        Those of `spare`, which have dates, are tried first; then the least urgent are left out.
        """
        needs, frame = self._scenario.cities, self._frame
        pairs = sorted(decision.pairs, key=lambda pair: -needs[pair.mentee].needs[pair.theme].priority)
        known, hint, people = spare or (None, {}, None)
        until = self.clock.overdue + SECONDS
        while pairs and self.clock.overdue < until:
            part = self.rehosted(known or part_of(decision, sorted(pairs)))
            if known is not None:
                pairs = sorted(known.pairs, key=lambda pair: -needs[pair.mentee].needs[pair.theme].priority)
                known = None
            table = open_dates(frame, part, self.clock, self.levels, hint=hint, people=people)
            table.feasible(grace=GRACE_SECONDS)
            if table.best is not None and self._is_sound(plan_of(frame, table.read())):
                bounds = self._bounds(table.read())
                self._improve(table, bounds)
                return table.read(), self.loosen(table.read(), steps, bounds)
            lost = set(table.lost) if isinstance(table, Season) else set()
            rest = [pair for pair in pairs if pair not in lost]
            pairs = rest if 0 < len(rest) < len(pairs) else pairs[: -max(1, len(pairs) // 4)]
        return None

    @property
    def _frame(self) -> Frame:
        return self.selection.candidates.frame

    @property
    def _scenario(self) -> Scenario:
        return self._frame.scenario

    def _is_sound(self, found: Plan) -> bool:
        """Whether a plan keeps all rules, and the limits of goals."""
        levels = limited([*levels_of(self._scenario, "pairing"), *self.levels])
        values = [(self._cost(level, found), level.limit) for level in levels]
        return all(limit is None or cost <= limit for cost, limit in values) and not check_plan(found)

    def _cost(self, level: Level, found: Plan) -> int:
        return level.sign * level.goal.measure(found, level.part, self._frame.against)

    def _improve(self, table: Dates, bounds: Bounds) -> None:
        """Better dates, goal after goal, as long as there is time; what no plan as good undercuts goes to `bounds`."""
        self.clock.is_partial = True  # what bounds these pairings bounds no plan of more
        if self.levels:
            level = self.levels[0]
            self.clock.tell(level.goal.slug, level.sign * table.cost(0), None, PLAN)
        known = [Step(level, self._cost(level, plan_of(self._frame, table.read())), None)
                 for level in levels_of(self._scenario, "pairing")]  # fmt: skip
        outlook, costs = None, [step.cost for step in known]
        if isinstance(table, Season):
            table.is_open = True
            outlook = find_outlook(self.selection, known)
        for index, level in enumerate(self.levels):
            if self.clock.left > 0:
                table.minimise(index)
                if outlook is not None and isinstance(table, Season):
                    is_last = index + 1 == len(self.levels)
                    bounds[tuple(costs)] = outlook.least(level, table.bound, self.clock, is_last=is_last)
                table.cap(index, level.cap(table.cost(index)))
            costs.append(table.cost(index))

    def rehosted(self, part: Decision) -> Decision:
        """Events whose host takes part no longer are held at the first place that can."""
        agenda = Frame(self._scenario, part.pairs).agenda
        hosts: dict[str, str] = {}
        for event in agenda.events.values():
            root = agenda.root(event)
            places = agenda.hosts(root)
            wanted = part.hosts.get(root.id)
            if places:
                hosts[event.id] = wanted if wanted in places else places[0]
        return Decision(part.pairs, hosts)

    def _bounds(self, decision: Decision) -> Bounds:
        """What the network says that no plan as good as this one undercuts, as long as there is time to ask."""
        found, costs, known = plan_of(self._frame, decision), list[int](), Bounds()
        for number, level in enumerate(levels_of(self._scenario, "pairing")):
            known[tuple(costs)] = self.selection.least_within(number, costs) if self.clock.left > 0 else None
            costs.append(self._cost(level, found))
        return known

    def loosen(self, decision: Decision, steps: list[Step], bounds: Bounds) -> list[Step]:
        """What a plan below the pairing goals reached comes to: their bounds hold for it up to the first it misses.

        From then on those of `bounds` do, by the costs of all goals before. Of a fair load only the largest was
        compared: it is not proven, nor do later bounds of the steps hold for this plan.
        """
        found = plan_of(self._frame, decision)
        loose: list[Step] = []
        as_good = True
        for step, level in zip_longest(steps, [*levels_of(self._scenario, "pairing"), *self.levels]):
            cost = self._cost(level, found)
            bound = step.bound if step is not None and as_good else None
            bound = bounds.get(tuple(one.cost for one in loose)) if bound is None else bound
            loose.append(Step(level, cost, bound, is_exact=not level.use.leximin))
            as_good = as_good and step is not None and cost <= step.cost and not level.use.leximin
        return loose
