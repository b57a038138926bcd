"""`mentoring new`: a scenario that can be planned as it is."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import pytest

from mentoring.files.scenario import load_scenario
from mentoring.views.next_step import quoted


def test_the_first_scenario_is_sound_without_a_warning(run, tmp_path):
    shown = run("new").stdout
    assert "programme.yaml: a scenario of three cities" in shown
    loaded = load_scenario(tmp_path / "programme.yaml")
    assert loaded.problems == ()
    assert len(loaded.require().cities) == 3


@pytest.mark.parametrize(
    ("target", "path"),
    [("danube.yaml", "danube.yaml"), ("deep/danube.yml", "deep/danube.yml"), ("deep", "deep/programme.yaml")],
)
def test_a_file_or_a_folder_can_be_named(run, tmp_path, target, path):
    run("new", target)
    assert (tmp_path / path).is_file()


def test_a_file_that_is_there_is_never_overwritten(run, tmp_path):
    (tmp_path / "programme.yaml").write_text("mine", encoding="utf-8")
    answer = run("new", tmp_path, code=5)
    assert "is there already and stays as it is" in answer.stderr
    assert (tmp_path / "programme.yaml").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_a_file(run, tmp_path):
    (tmp_path / "deep").write_text("mine", encoding="utf-8")
    assert "deep is a file" in run("new", "deep/danube.yaml", code=2).stderr


def test_the_first_line_leads_editors_to_the_packaged_schema(run, tmp_path):
    run("new")
    first = (tmp_path / "programme.yaml").read_text(encoding="utf-8").splitlines()[0]
    name, _, address = first.partition("$schema=")
    assert name == "# yaml-language-server: "
    assert Path(url2pathname(urlparse(address).path)).is_file()


def test_every_line_of_the_template_that_is_not_plain_data_is_short(run, tmp_path):
    run("new")
    lines = (tmp_path / "programme.yaml").read_text(encoding="utf-8").splitlines()[1:]
    assert max(map(len, lines)) <= 120
    assert sum("#" in line for line in lines) > 25


@pytest.mark.parametrize(
    ("name", "better"), [("x.txt", "write x.yaml, or x.txt/ for"), ("in/danube.yml.bak", "write in/danube.yml.yaml")]
)
def test_a_name_that_is_no_scenario_file_makes_no_folder(run, tmp_path, name, better):
    answer = run("new", name, code=2)
    assert f"{name}: a scenario's name ends in .yaml: {better}" in answer.stderr
    assert list(tmp_path.iterdir()) == []
    run("new", "x.txt/")
    assert (tmp_path / "x.txt" / "programme.yaml").is_file()


@pytest.mark.parametrize(
    ("target", "name", "title"),
    [
        ("danube.yaml", "danube", "Danube"),
        ("Mein Programm.yaml", "mein-programm", "Mein Programm"),
        ("Städte_für-Klima.yml", "stadte-fur-klima", "Städte für Klima"),
        ("baltic/programme.yaml", "baltic", "Baltic"),
        ("2027.yaml", "2027", "2027"),
        ("no.yaml", "no", "No"),
        ("Δούναβης.yaml", "my-programme", "My mentoring programme"),
    ],
)
def test_the_programme_is_called_after_its_file(run, tmp_path, target, name, title):
    shown = run("new", target).stdout
    assert f"Next: mentoring check {quoted(target)}\n" in shown
    loaded = load_scenario(tmp_path / target)
    assert loaded.problems == ()
    programme = loaded.require().programme
    assert (programme.id, programme.title) == (name, title)
    lines = (tmp_path / target).read_text(encoding="utf-8").splitlines()
    assert f"# Check it:  mentoring check {quoted(Path(target).name)}" in lines
    assert any(line.startswith(f"# Plan it:   mentoring plan {quoted(Path(target).name)} -o") for line in lines)
