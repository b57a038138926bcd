"""The page of the documentation about speed, from the measurements kept."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.flame import FLAME, FLAME_CITIES
from benchmarks.measurement import OURS, Measurement, read
from benchmarks.table import goals_table, growth_lines, medians, parts_table, times_table, versus_table

INTRODUCTION = """\
How fast programmes are planned, how good the plans are and how much of that is proven, next to other ways of planning
the same programmes. `python benchmarks/planning.py --full` measures, and adds each run to `benchmarks/results.json`;
this page is written from that file. `make bench` runs a minute's worth.

The programmes are made up from a seed (`python benchmarks/made_up.py 200 > two-hundred.yaml` writes one): real European
towns with the public holidays of their regions, August and the turn of the year closed, elections by country, budget
weeks by city, 0.8 to 1.2 mentor places for a need in each theme, and facilitators for about a seventh of the cities at
a time, who are all on the road nearly every week until the visits are over. In the *stated* form a pairing has three
visits with 4 to 17 weeks between them, and each theme meets once after the second, in one of the weeks announced, which
most cities keep free; needs count first, then fit, km, and early days. In the form *every-rule* no rule of the product
has nothing to say: team visits, trainings, reviews, trips, rest, travel time, events per month, budgets, CO2,
languages, wishes, fair load; budgets cost hardly any pairing. *Tight* forms have one facilitator, a closed spring, or
every rule and three quarters of these budgets (*rationed*).

Every run is a process of its own on one worker. Seconds count from the call, after start-up and reading. **Best plan**:
when the plan had the values it ended with. **Proven**: when no plan could be better any more, in the goals about who
and where, or in all. **Processor**: seconds of work, which say more than the clock where other work went on beside.
Each plan of each solver was held against every rule and measured in every goal by the code that knows no solver. Of
several runs the one with the median time is shown. A gap counts over all pairings that are equally good, also where, as
from 800 cities on, there are too many of them to date each.""".splitlines()

PEERS = """\
*greedy* plans as by hand: the most urgent need first, its best mentor with a place left, the earliest days that fit.
*one CP-SAT model* states everything at once, with optional intervals, and is limited to 10 GB. *Timefold* 1.24 is
local search; in its model facilitators are a number for each week, which is easier than choosing each. A peer that had
no plan in its time counts with the whole of it, marked >=. How much sooner ours is: the time after which a peer had its
best plan, over the time after which ours was at least as good in all goals in order.""".splitlines()

PARTS = """\
Seconds in each module, itself and what it calls outside the project, from looking at the stack 250 times a second in
runs of their own. The last column is the power of the number of cities with which they grow.""".splitlines()


def benchmarks_page(measurements: Sequence[Measurement] | None = None) -> list[str]:
    """The page as lines, its title first."""
    found = read() if measurements is None else list(measurements)
    stated = [one for one in found if one.form == "stated"]
    other = [one for one in found if one.form != "stated"]
    lines = ["# Benchmarks", "", *INTRODUCTION]
    lines += _section("The stated programme", [], times_table(_ours(stated)))
    lines += _section("What came out", ["**Bold** is proven."], goals_table(_ours(stated)))
    lines += _section("Growth", ["Powers of the number of cities."], growth_lines(stated))
    lines += _section("Peers", PEERS, versus_table(stated))
    lines += ["", *times_table(_peers(stated)), "", *goals_table(_peers(stated))]
    lines += _section("Every rule, and tight programmes", [], times_table(other))
    lines += ["", *goals_table(other)]
    lines += _section("Where time goes", PARTS, parts_table(found))
    if FLAME.is_file():
        lines += ["", f"At {FLAME_CITIES} cities, function by function (a bar stands on the one that called it):", ""]
        lines += [f"![Where time goes at {FLAME_CITIES} cities](../pictures/{FLAME.name})"]
    days = sorted({one.measured_on for one in found if one.measured_on})
    lines += ["", f"Measured: {'; '.join(days)}; two cores."] if days else []
    return lines


def _section(title: str, text: Sequence[str], table: Sequence[str]) -> list[str]:
    return ["", f"## {title}", "", *text, *([""] if text else []), *table]


def _ours(found: Sequence[Measurement]) -> list[Measurement]:
    return [one for one in found if one.solver == OURS]


def _peers(found: Sequence[Measurement]) -> list[Measurement]:
    return [one for one in medians(found) if one.solver != OURS]
