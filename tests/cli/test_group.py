"""The front page and the way every command ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import types
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mentoring.cli import group as front
from mentoring.cli.help import Verb
from mentoring.errors import NoPlanError, Problem, ScenarioError


@pytest.fixture
def ends(monkeypatch):
    """Run a group whose only behaviour is the given one, in the place of the verb `check`."""

    def run(behaviour, *arguments):
        @click.command(cls=Verb, name="check")
        def command():
            return behaviour()

        monkeypatch.setitem(sys.modules, "mentoring.cli.check", types.SimpleNamespace(command=command))
        return CliRunner().invoke(front.mentoring, ["check", *arguments])

    return run


def raising(error):
    def behaviour():
        raise error

    return behaviour


def test_the_front_page_names_every_verb_with_its_sentence_and_ends_with_an_example():
    page = CliRunner().invoke(front.mentoring, ["--help"])
    assert page.exit_code == 0
    for verb, sentence in front.VERBS.items():
        assert re.search(rf"^  {verb} +{re.escape(sentence)}$", page.output, flags=re.MULTILINE)
    assert page.output.endswith(f"Example:\n  {front.EXAMPLE}\n")


@pytest.mark.parametrize("verb", front.VERBS)
def test_every_verb_has_a_page_that_begins_with_its_sentence_and_ends_with_an_example(verb):
    page = CliRunner().invoke(front.mentoring, [verb, "--help"], prog_name="mentoring")
    assert page.exit_code == 0, page.output
    command = front.mentoring.get_command(click.Context(front.mentoring), verb)
    assert command is not None
    assert (command.help or "").splitlines()[0] == front.VERBS[verb]
    assert page.output.splitlines()[0].startswith(f"Usage: mentoring {verb}")
    assert f"mentoring {verb}" in page.output.strip().split("\n\n")[-1]


def test_a_misspelt_verb_is_answered_with_the_nearest():
    answer = CliRunner().invoke(front.mentoring, ["chekc"])
    assert answer.exit_code == 2
    assert "There is no verb 'chekc'. Did you mean check?" in answer.output


def test_no_colour_where_none_is_wanted(monkeypatch):
    coloured = CliRunner().invoke(front.mentoring, ["--help"], color=True)
    assert "\x1b[" in coloured.output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in CliRunner().invoke(front.mentoring, ["--help"], color=True).output


@pytest.mark.parametrize(
    ("behaviour", "code", "said"),
    [
        (lambda: None, 0, ""),
        (lambda: 4, 4, ""),
        (raising(ScenarioError([Problem("graz", "is no city")])), 1, "graz: is no city\nError: nothing was done"),
        (raising(click.UsageError("no such thing")), 2, "no such thing"),
        (raising(click.FileError("a.yaml", "not there")), 2, "not there"),
        (raising(NoPlanError("infeasible", "too few days")), 3, "too few days"),
        (raising(NoPlanError("unknown", "too little time")), 4, "too little time"),
        (raising(KeyboardInterrupt()), 130, "Stopped, with nothing to keep."),
        (raising(ZeroDivisionError("by zero")), 70, "mistake in mentoring itself"),
    ],
    ids=["done", "code", "findings", "usage", "file", "infeasible", "unknown", "stopped", "bug"],
)
def test_every_end_has_its_exit_code(ends, behaviour, code, said):
    answer = ends(behaviour)
    assert answer.exit_code == code
    assert said in answer.output


@pytest.mark.skipif(sys.platform == "win32", reason="Windows reports a pipe without reader in another way")
def test_a_reader_who_stops_reading_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "mentoring", "--help"], stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_full_disk_is_no_mistake_of_ours(requires_system):
    requires_system("/dev/full, a disk that is always full", Path("/dev/full").exists())
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "mentoring", "rules", "--json"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"Error: the output cannot be written: ")
    assert ended.stderr.count(b"\n") == 1


def test_a_verbs_page_is_drawn_by_rich_click(ends):
    page = ends(lambda: None, "--help")
    assert page.exit_code == 0
    assert "Usage: mentoring check [OPTIONS]" in page.output
    assert "-h  --help" in page.output
