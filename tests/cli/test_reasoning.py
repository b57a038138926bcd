"""`mentoring explain` of a plan and `mentoring worth`: what they say, in which words, and what they refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mentoring import api
from mentoring.files.plan import write_plan

SOLVER_WORDS = re.compile(
    r"solution|constraint|literal|infeasib|\bmodel\b|objective|variable|interval|\bNone\b|asked-\d|held-\d|\bpin_|"
    r"travel_km|cost_eur|can_host|same_country|at_once|\d{4}-\d{2}-\d{2}",
    re.IGNORECASE,
)
"""Words of the program's inside, and dates as no person writes them."""


@pytest.fixture(scope="module")
def plans(repository: Path, tmp_path_factory) -> dict[str, Path]:
    """ImpleMentoring as it was, and without Athens."""
    folder = tmp_path_factory.mktemp("plans")
    found = {}
    for name in ("implementoring-2013", "what-if/athens-drops-out"):
        plan = api.plan(repository / "scenarios" / f"{name}.yaml", at="2013-02-01T09:00:00Z").require_plan()
        found[name.rpartition("/")[2]] = write_plan(plan, folder / f"{name.rpartition('/')[2]}.json")
    return found


def words(text: str) -> str:
    return " ".join(text.split())


def test_without_athens_it_names_amsterdam_without_a_mentee_and_genoa_without_a_mentor(run, plans):
    said = words(run("explain", plans["athens-drops-out"], "--plain").output)
    assert "Genoa lacks 1 mentor in Engagement in local policy-making processes" in said
    assert "Possible mentor city: Oslo; Fit: 100; Why not: Oslo takes at most 1 mentee in Engagement" in said
    assert "and serves Milan (priority 1); Where: implementoring-2013.yaml:" in said
    assert "Amsterdam has 1 place left in Making participation effective in diverse neighbourhoods" in said
    assert "Possible implementing city: Ghent; Why not: It is helped by Malmö." in said
    assert (
        "Rotterdam; Why not: Amsterdam and Rotterdam are in the same country (NL); Where: implementoring-2013" in said
    )
    whole = words(run("explain", plans["implementoring-2013"]).output)
    assert whole == "Every need has its mentors, and every offer is used in full."


def test_a_need_is_told_with_what_would_serve_it(run, plans):
    said = words(run("explain", plans["athens-drops-out"], "--need", "genoa/political", "--plain").output)
    assert "With it Milan in Engagement in local policy-making processes" in said
    assert "would lack a mentor instead; at best travel km 476 worse, early 7 days worse" in said
    assert "What would serve it, and no other need less:" in said
    assert "; Then it is helped by: Oslo; What else it does: needs 1 priority better" in said
    record = json.loads(run("explain", plans["athens-drops-out"], "--need", "genoa/political", "--json").stdout)
    assert [one["kind"] for one in record["candidates"]] == ["full"]
    assert record["candidates"][0]["hurt"] == [{"city": "milan", "theme": "political"}]
    assert record["ways"][0]["changes"]["cities"] == {"oslo": {"offers": {"political": {"mentees": 2}}}}


def test_a_choice_is_told_with_its_shares_and_the_next_best(run, plans):
    said = words(run("explain", plans["implementoring-2013"], "--why", "oslo > milan in political", "--plain").output)
    assert "Goal: fit; About: who and where; Value: 900; Without it: 800; Contributes: +100; Unit: points." in said
    assert "Instead: Athens instead; Verdict: worse; Goals: travel km 310 worse" in said
    assert "Nothing else was held but what is settled. Every figure is exact" in said
    held = words(run("explain", plans["implementoring-2013"], "--why", "visit/milan", "--hold", "--plain").output)
    assert "Instead: 28-31 May 2013; Verdict: worse; Goals: early 7 days worse" in held
    assert "Everything else was held as the plan has it." in held
    file = plans["implementoring-2013"]
    assert f"For any other day: mentoring explain {file} --wish 'visit/oslo/milan/political on DAY'" in words(held)


def test_a_wish_is_weighed_with_the_rest_held_and_free(run, plans):
    said = words(run("explain", plans["implementoring-2013"], "--wish", "visit/milan in June 2013", "--plain").output)
    assert "The wish: Mentoring visit (Oslo > Milan) begins in June 2013:" in said
    assert said.count("Worse: early 14 days worse. 1 event moves and all others stay as they are.") == 2
    never = words(run("explain", plans["implementoring-2013"], "--wish", "visit/milan in August", "--plain").output)
    assert "Impossible: no plan keeps every rule; this is proven." in never
    assert "First day: 6 Aug 2013; What stands in the way: The programme is closed 1 July to 31 August" in never
    assert "Way: 1; What to ask for: Open the programme on 27-30 August 2013 (summer)" in never
    assert "Way: 2" not in never
    record = json.loads(run("explain", plans["implementoring-2013"], "--wish", "oslo for milan", "--json").stdout)
    assert record["met"] is True


@pytest.mark.parametrize(
    "asked",
    [(), ("--need", "genoa/political"), ("--why", "visit/milan"), ("--why", "oslo > milan in political"),
     ("--wish", "visit/milan in august"), ("--wish", "visit/milan on 2013-05-28"), ("--wish", "genoa for lublin")],
    ids=" ".join,
)  # fmt: skip
def test_no_word_of_the_inside_is_said(run, plans, asked):
    said = run("explain", plans["athens-drops-out"], *asked, "--plain").output
    assert said.strip()
    inside = [found.group() for line in said.splitlines() for found in SOLVER_WORDS.finditer(line)]
    assert inside == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--need", "genoa/"), "'genoa/' is no need: write CITY/THEME, as in genoa/political"),
        (("--need", "gnoa/political"), "there is no city 'gnoa': did you mean genoa?"),
        (("--wish", "something nice"), "is no wish that is understood: write MENTOR > MENTEE in THEME"),
        (("--wish", "visit in may"), "may be one of 7 events, name one: visit/"),
        (
            ("--why", "visit/lubin"),
            "the plan has no event 'visit/lubin': did you mean visit/tampere/lublin/perception?",
        ),
        (("--why", "visit/milan", "--wish", "x"), "Ask one thing at a time"),
        (("--wish", "x", "--hold"), "--hold goes with --why"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(run, plans, arguments, told):
    answer = run("explain", plans["athens-drops-out"], *arguments, code=2)
    assert told in words(answer.output)


def test_questions_about_a_plan_are_refused_for_a_scenario(run, scenario_file):
    assert "is no plan" in words(run("explain", scenario_file, "--why", "visit", code=2).output)


def test_worth_tells_the_best_first_and_what_is_worth_nothing(run, plans):
    answer = run("worth", plans["athens-drops-out"], "--only", "place", "--theme", "political", "--jobs", 1)
    said = words(answer.stdout)
    assert "needs 1 priority better" in said
    assert "1 of 1 planned: one more mentee for Oslo in Engagement" in words(answer.stderr)
    assert SOLVER_WORDS.search(said) is None
    record = json.loads(run("worth", plans["athens-drops-out"], "--only", "at-once", "--jobs", 1, "--json").stdout)
    assert [(one["kind"], one["worth"], one["verdict"]) for one in record["prices"]] == [("at-once", False, "same")]
    assert record["prices"][0]["changes"] == {"limits": {"events_at_once": 3}}
    assert "did you mean oslo" in words(run("worth", plans["athens-drops-out"], "--city", "osloo", code=2).output)
