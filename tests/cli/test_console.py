"""The one place that prints: widths, terminals, colours, and the line that is overwritten."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from mentoring.cli.console import Console, clean
from mentoring.cli.progress import EVERY_SECONDS, ProgressLine, say_step
from mentoring.domain.result import SETTLED, Progress
from mentoring.views.block import Block, Column, Heading, Picture, Sentence, Span, Table

BLOCKS: list[Block] = [
    Heading("A heading"),
    Sentence("A sentence.", "good"),
    Table((Column("Name"), Column("Km", figures=True)), (("Málaga", "7"), ("東京", "12 345"))),
    Table((Column("Name"),), (), "Nobody."),
    Picture(((Span("ab ", "host"), Span("█")),), ("A picture of ab",)),
]


@pytest.fixture
def terminal(monkeypatch):
    """Pretend that stdout and stderr are a terminal of so many columns."""

    def pretend(columns=80, term="xterm-256color"):
        for stream in (sys.stdout, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True)
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.delenv("COLUMNS", raising=False)
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: __import__("os").terminal_size((columns, 24)))

    return pretend


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Málaga, Kraków, Αθήνα", "Málaga, Kraków, Αθήνα"),
        ("a\nb\r\nc\td", "a b c d"),
        ("\x1b[31mred\x9b0m", "\ufffd[31mred\ufffd0m"),
        ("left\u202eright\u2066", "left\ufffdright\ufffd"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_could_command_a_terminal_is_replaced(text, cleaned):
    assert clean(text) == cleaned


def test_blocks_in_a_file_have_no_colour_and_no_blanks_at_line_ends(capsys):
    Console().show(BLOCKS)
    assert capsys.readouterr().out.splitlines() == [
        "A heading",
        "A sentence.",
        "Name         Km",
        "───────────────",
        "Málaga        7",
        "東京     12 345",
        "Nobody.",
        "ab █",
    ]


def test_blocks_for_screen_readers(capsys):
    Console(plain=True).show(BLOCKS)
    assert capsys.readouterr().out.splitlines() == [
        "A heading:",
        "A sentence.",
        "Name: Málaga; Km: 7.",
        "Name: 東京; Km: 12 345.",
        "Nobody.",
        "A picture of ab.",
    ]


def test_a_terminal_gets_colours_unless_it_asks_for_none(capsys, terminal, monkeypatch):
    terminal()
    Console().show(BLOCKS)
    assert "\x1b[32mA sentence." in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    Console().show(BLOCKS)
    assert "\x1b[32m" not in capsys.readouterr().out


def test_a_dumb_terminal_gets_plain_characters(capsys, terminal):
    terminal(term="dumb")
    Console().show(BLOCKS[:3])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "─" not in shown


def test_an_encoding_without_blocks_gets_letters(monkeypatch):
    class Latin:
        encoding = "latin-1"

    monkeypatch.setattr(sys, "stdout", Latin())
    assert Console().marks.hosts == "H"


def test_json_keeps_letters_and_escapes_what_could_command_a_terminal(capsys):
    Console().json({"name": "Málaga \x9b\u202e\x1b \ud800"})
    shown = capsys.readouterr().out
    assert "Málaga \\u009b\\u202e\\u001b \\ud800" in shown
    assert json.loads(shown) == {"name": "Málaga \x9b\u202e\x1b \ud800"}


def test_the_status_line_is_cut_to_the_terminal_and_taken_away_before_a_message(capsys, terminal):
    terminal(columns=20)
    console = Console()
    console.status("a long status line that does not fit")
    console.say("done")
    assert capsys.readouterr().err == "\r\x1b[2Ka long status line \r\x1b[2Kdone\n"


def test_progress_overwrites_one_line_of_a_terminal(capsys, terminal):
    terminal()
    told = ProgressLine(Console())
    told(Progress(1.0, "early", 12, 10))
    told(Progress(2.0, "early", 11, 10))
    assert capsys.readouterr().err.count("\r\x1b[2K") == 2
    Console().end_status()


def test_progress_elsewhere_is_told_every_few_seconds_and_when_a_goal_is_settled(capsys):
    time = [0.0]
    told = ProgressLine(Console(), lambda: time[0])
    for part, best in enumerate((12, 11, 10)):
        time[0] = part * EVERY_SECONDS / 2
        told(Progress(time[0], "early", best, 9))
    told(Progress(time[0], "early", 9, 9, SETTLED))
    assert [line.split(",")[0] for line in capsys.readouterr().err.splitlines()] == ["early: best 10", "early: best 9"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Progress(0.2, "fit", 677, 690), "fit: best 677, cannot be above 690, at most 1.9 % to gain (0 s)"),
        (Progress(3.0, "early", 1000, 1000), "early: best 1 000, cannot be below 1 000, proven (3 s)"),
        (Progress(3.0, "away", 9999, 9998), "away: best 9 999, cannot be below 9 998, less than 0.1 % to gain (3 s)"),
        (Progress(3.0, "needs", None, 4, "once more"), "needs: no plan yet, cannot be below 4 (3 s), once more"),
        (Progress(3.0, "", 5, None), "best 5 (3 s)"),
    ],
)  # fmt: skip
def test_a_step_in_words(step, said):
    assert say_step(step) == said


@pytest.mark.parametrize(("told", "width"), [("", 100), ("0", 100), ("wide", 100), ("-5", 100), ("60", 60)])
def test_a_width_that_is_none_is_not_taken(told, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", told)
    assert Console().width == width
