"""Reading a YAML file to plain values with positions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mentoring.errors import Place, UsageError
from mentoring.files import compose, tree
from mentoring.files.mark import dotted
from mentoring.files.tree import parse_tree, read_tree


def problems(text: str | bytes) -> list[str]:
    return [str(problem) for problem in parse_tree(text, "x.yaml").problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("off", "off"),
        ("TRUE", "TRUE"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("0", 0),
        ("0.5", 0.5),
        ("007", "007"),
        ("0x10", "0x10"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        (".5", ".5"),
        ("12:30", "12:30"),
        ("2013-02-25", "2013-02-25"),
        ("5w", "5w"),
        ("9" * 19, "9" * 19),
        ("'12'", "12"),
        ('"true"', "true"),
        ('""', ""),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ("Go\u0308teborg", "G\u00f6teborg"),
    ],
)
def test_plain_text_means_what_a_coordinator_reads(text: str, value: Any) -> None:
    read = parse_tree(f"key: {text}\n", "x.yaml")
    assert read.problems == []
    assert read.value == {"key": value}
    assert type(read.value["key"]) is type(value)


def test_keys_are_always_text() -> None:
    read = parse_tree("over_km: {0: 0, 1500: 1}\nno: x\n~: y\ntrue: z\n", "x.yaml")
    assert read.problems == []
    assert read.value == {"over_km": {"0": 0, "1500": 1}, "no": "x", "~": "y", "true": "z"}


def test_places_of_values_and_keys() -> None:
    read = parse_tree("a:\n  b: [x, {c: 1}]\n  d:\n", "f/x.yaml")
    assert read.place(("a", "b", 1, "c")) == Place("f/x.yaml", 2, 14)
    assert read.key_place(("a", "b", 1, "c")) == Place("f/x.yaml", 2, 11)
    assert read.place(("a", "b", 0)) == read.key_place(("a", "b", 0)) == Place("f/x.yaml", 2, 7)
    assert read.key_place(("a", "b")) == Place("f/x.yaml", 2, 3)
    assert read.key_place(("a", "d")) == Place("f/x.yaml", 3, 3)
    assert read.place(()) == Place("f/x.yaml", 1, 1)


def test_a_missing_value_is_placed_at_the_nearest_one_around_it() -> None:
    read = parse_tree("a:\n  b: [x]\n", "x.yaml")
    assert read.place(("a", "b", 7, "z")) == read.place(("a", "b"))
    assert read.place(("nowhere",)) == Place("x.yaml", 1, 1)


def test_every_place_in_the_order_of_the_file() -> None:
    read = parse_tree("b: 1\na: [x, {c: 2}]\n", "x.yaml")
    assert [steps for steps, _ in read.places()] == [
        (),
        ("b",),
        ("a",),
        ("a", 0),
        ("a", 1),
        ("a", 1, "c"),
    ]
    assert [(dotted(steps), place) for steps, place in read.places()] == [
        (way, mark.place) for way, mark in read.mark.walk_dotted()
    ]


def test_columns_count_characters_not_bytes() -> None:
    read = parse_tree("{Αθήνα: x, b: y}".encode(), "x.yaml")
    assert read.key_place(("b",)) == Place("x.yaml", 1, 12)


def test_byte_order_mark_and_windows_line_ends_are_harmless() -> None:
    read = parse_tree(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "x.yaml")
    assert (read.problems, read.value) == ([], {"a": 1, "b": 2})
    assert read.key_place(("b",)) == Place("x.yaml", 2, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a: 1\nb: 2\na: 3\n",
            "3:1: a: this key stands here a second time (first in line 1): keep one of them",
        ),
        (
            "a: {b: &x 1}\n",
            "1:8: a.b: `&x` names a value for reference: write the value out where it is needed",
        ),
        ("a: [x, *x]\n", "1:8: a.1: `*x` repeats another value by reference: write the value out"),
        ("a: {<<: 1}\n", "1:5: a: `<<` takes over values by reference: write the values out"),
        ("a: !!str 1\n", "1:4: a: the tag `!!str` is not used in scenarios: leave it out"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document begins here (`---`): one file holds one document"),
        ("? [a]\n: b\n", "1:3: a key must be a text, not a list or a mapping: write `key: value`"),
        ("? {a: 1}\n: b\n", "1:3: a key must be a text, not a list or a mapping: write `key: value`"),
        ("? \n: x\n", "1:2: a key is missing before `:`: write `key: value`"),
        ("a: {b:1}\n", "1:8: a.b:1: a space is missing after `:`: write `b: 1`"),
        ('a: "x\\a"\n', "1:4: a: the invisible character U+0007 is not allowed: delete it"),
        ('a: "\\u202e"\n', "1:4: a: the invisible character U+202E is not allowed: delete it"),
        ("a: 1\nb: x\x08\n", "2:5: the invisible character U+0008 is not allowed: delete it"),
        ("a:\n\tb: 1\n", "2:1: a tab is used for indentation: use spaces"),
        ("a: b: c\n", "1:5: a `:` is not expected here: begin keys of one level in the same column"),
        ("a: 1\n  b: 2\n", "2:4: a `:` is not expected here: begin keys of one level in the same column"),
        ("a:\n  b: 1\n c: 2\n", "3:2: this does not fit the lines above: begin keys of one level"),
        ("a: 1\n- b\n", "2:1: this does not fit the lines above: begin keys of one level"),
        ("- a\nb: 1\n", "2:1: this line is no entry of the list above: begin it with `- `"),
        ("a: [1, 2\nb: 3\n", "1:4: this list has no closing `]`, or a comma is missing in it"),
        ("a: {x: 1, y: 2\nb: 3\n", "1:4: this mapping has no closing `}`, or a comma is missing in it"),
        ("a: 'abc\nb: 3\n", "1:4: this quotation mark is never closed: close it"),
        ("a: @x\n", "1:4: a value may not begin with `@`: put text in quotes"),
        ("a: %x\n", "1:4: a value may not begin with `%`: put text in quotes"),
        ("a: ]\n", "1:4: a value may not begin with `]`: put text in quotes"),
        ("a: >50 km\n", "1:4: text may not begin with `>` or `|`: put it in quotes"),
        ("a: * b\n", "1:4: text may not begin with `*` or `&`: put it in quotes"),
        ("a: !x!y z\n", "1:4: text may not begin with `!`: put it in quotes"),
        ("a: ? b\n", "1:4: a `?` is not expected here: put text that begins with `?` in quotes"),
        ("a: - b\n", "1:4: a list written with `- ` must begin on a line of its own"),
        (
            "a: 1\nb\nc: 2\n",
            "2:1: a `:` is missing here: write `key: value`, or `- ` before an entry of a list",
        ),
        ("a: 1\nb:2\nc: 3\n", "2:1: a space is missing after `:`: write `b: 2`"),
        ('a: "c:\\dir"\n', "a backslash inside double quotes begins a special character: use single quotes"),
        ("%YAML 1.1\n---\na: 1\n", "1:1: a line may not begin with `%`: delete the line"),
        ("", "1:1: the file is empty: `mentoring new` writes one to start from"),
        ("# only a comment\n", "1:1: the file is empty: `mentoring new` writes one to start from"),
    ],
)
@pytest.mark.parametrize("parser", ["CSafeLoader", "SafeLoader"])
def test_problems_are_told_in_plain_words(
    text: str, expected: str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import yaml

    monkeypatch.setattr(yaml, "CSafeLoader", getattr(yaml, parser))
    told = problems(text)
    assert len(told) == 1
    assert told[0].startswith("x.yaml:")
    assert expected in told[0]


def test_all_problems_of_form_are_told_at_once_and_the_rest_is_kept() -> None:
    read = parse_tree("a: 1\na: 2\nb: *x\nc: {d: 1, d: 2}\n", "x.yaml")
    assert [(problem.path, problem.place) for problem in read.problems] == [
        ("a", Place("x.yaml", 2, 1)),
        ("b", Place("x.yaml", 3, 4)),
        ("c.d", Place("x.yaml", 4, 11)),
    ]
    assert read.value == {"a": 1, "b": None, "c": {"d": 1}}


def test_every_line_indented_by_a_tab_is_named() -> None:
    assert [line[:10] for line in problems("a:\n\tb: 1\n\tc: 2\n")] == ["x.yaml:2:1", "x.yaml:3:1"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            "a: Zürich\n".encode("utf-16"),
            "x.yaml:1:1: the file is saved as UTF-16, not as UTF-8: save it again",
        ),
        ("# é\na: Zürich\n".encode("cp1252"), "x.yaml:1:3: the file is not UTF-8: byte 0xe9 is no character"),
        (
            "a: 1\nb: Zürich\n".encode("cp1252"),
            "x.yaml:2:5: the file is not UTF-8: byte 0xfc is no character",
        ),
        (b"\xef\xbb\xbfa: 1\nb: \xfc\n", "x.yaml:2:4: the file is not UTF-8: byte 0xfc is no character"),
        (b"a: \x00\x01", "x.yaml: this is no text file but a binary file: name a YAML file saved as UTF-8"),
        (b"PK\x03\x04\x00", "x.yaml: this is no text file but a spreadsheet or zip archive"),
    ],
)
def test_what_is_no_utf8_text_is_refused(data: bytes, expected: str) -> None:
    (told,) = problems(data)
    assert told.startswith(expected)


_HOSTILE = {
    "alias bomb": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(1000)),
    "half a million aliases": "a: &a x\nb: [" + "*a," * 500_000 + "]\n",
    "nested lists": "[" * 100_000,
    "nested lists, closed": "[" * 100_000 + "]" * 100_000,
    "nested block lists": "- " * 100_000,
    "nested mappings": "{a: " * 100_000,
    "nested keys": "? " * 100_000,
    "a million short lines": "- a\n" * 1_000_000,
    "a million keys": "".join(f"k{n}: 1\n" for n in range(300_000)),
    "a million equal keys": "a: 1\n" * 700_000,
    "a million documents": "---\n" * 900_000,
    "half a million tabs": "a:\n" + "\tb: 1\n" * 500_000,
    "directives": "".join(f"%TAG !a{n}! b\n" for n in range(200_000)),
    "control characters": "\x01" * 3_000_000,
    "too large": "a" * (16 * 1024 * 1024 + 1),
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_text_is_refused_before_it_is_built(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    taken = 0
    parse = yaml.parse

    def counted(*given: Any, **more: Any) -> Any:
        nonlocal taken
        for event in parse(*given, **more):
            taken += 1
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    monkeypatch.setattr(compose, "MOST_VALUES", 150_000)  # as few as make the point: a million take seconds
    read = parse_tree(_HOSTILE[name], "x.yaml")
    assert read.value is None
    assert 1 <= len(read.problems) <= compose.MOST_PROBLEMS + 1
    assert taken <= compose.MOST_VALUES + 10  # a count, not a clock: the parser is asked for no more than this


def test_depth_forty_is_read_and_forty_one_is_not() -> None:
    assert problems("[" * 40 + "]" * 40) == []
    assert "nested more than 40 levels" in problems("[" * 41 + "]" * 41)[0]


def test_a_hundred_megabytes_are_refused_without_reading_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)  # a sparse file: it takes no room
    monkeypatch.setattr(tree, "parse_tree", lambda *_: pytest.fail("the file was read"))
    (problem,) = read_tree(path).problems
    assert "the file is too large (100.0 MB; at most 16.8 MB are read)" in str(problem)


def test_a_missing_file_is_a_wrong_call_and_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "danube.yaml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"danub\.yaml: there is no such file \(did you mean .*danube\.yaml\?\)"):
        read_tree(tmp_path / "danub.yaml")
    with pytest.raises(UsageError, match=r"there is no such file$"):
        read_tree(tmp_path / "nowhere" / "x.yaml")


def test_a_folder_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="this is a folder: name a file in it") as caught:
        read_tree(tmp_path)
    assert caught.value.exit_code == 2


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"stadt: Graz\n")
    read = read_tree(str(path))
    assert read.value == {"stadt": "Graz"}
    assert read.place(("stadt",)).file == path.as_posix()


def test_importing_the_reader_does_not_load_the_parser() -> None:
    code = "import sys, mentoring.files.tree; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
