"""Whatever stands in a scenario file: it is read or refused in words, with a place, and never ends in a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.files.scenario import load_scenario
from mentoring.files.tree import parse_tree, read_tree

BASE = read_tree(Path(__file__).parent / "broken" / "danube.yaml").value
JUNK: tuple[Any, ...] = (
    None, [], {}, "x", "", 0, -1, 3.5, True, "2027-02-30", "2027-05-05", ["a"], [1], [None], [[]], {"a": 1},
    {"first": "2027-01-01"}, "graz", "visit", "graz > pecs in flood", "6w", "x" * 300, 10**17, {"same_as": "visit"},
    "visit/graz/pecs/flood", "all",
)  # fmt: skip


def ways(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if way:
        yield way
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in steps:
        yield from ways(below, (*way, step))


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """The good file with a few values replaced, taken out, or put under another key."""
    value = json.loads(json.dumps(BASE))
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from(list(ways(value)) or [("format",)]))
        around = value
        for step in way:
            around = around[step]
        deed = draw(st.sampled_from(("replace", "remove", "rename")))
        if deed == "remove":
            around.pop(last, None) if isinstance(around, dict) else around.pop(last)
        elif deed == "rename" and isinstance(around, dict):
            around[draw(st.sampled_from((f"{last}+", f"{last}s", "graz", "a b", "Über", "doubt")))] = around.get(last)
        else:
            around[last] = deepcopy(draw(st.sampled_from(JUNK)))  # a later step may reach into it
    return value


@settings(max_examples=60, deadline=None)
@given(spoilt(), st.booleans())
def test_a_spoilt_file_is_told_in_words(tmp_path_factory: Any, value: Any, as_what_if: bool) -> None:
    folder = tmp_path_factory.mktemp("spoilt")
    path = folder / "x.yaml"
    if as_what_if:
        (folder / "base.yaml").write_text(json.dumps(BASE), encoding="utf-8")
        value = {"based_on": "base.yaml", **value}
    path.write_text(json.dumps(value), encoding="utf-8")
    loaded = load_scenario(path)
    assert (loaded.scenario is None) == bool(loaded.errors)
    for problem in loaded.problems:
        assert problem.place is not None
        assert problem.place.line > 0
        assert "Input should" not in problem.message  # pydantic's words are for programmers
        assert len(str(problem)) < 2000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet="ab:{}[]-,&*!|>'\"%@#?\n\t ", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    tree = parse_tree(data, "x.yaml")
    assert tree.value is not None or tree.problems
    assert all(problem.message and problem.place for problem in tree.problems)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.text(max_size=8, alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp"))),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4),
        max_leaves=12,
    )
)
def test_every_value_has_a_place_where_it_stands(value: Any) -> None:
    from unicodedata import normalize

    text = json.dumps({"top": value}, ensure_ascii=False, indent=1)
    tree = parse_tree(text, "x.yaml")
    assert tree.problems == []
    lines = text.split("\n")
    for steps, place in tree.places():
        found: Any = tree.value
        for step in steps:
            found = found[step]
        rest = lines[place.line - 1][place.column - 1 :]
        quoted = (
            json.dumps(found, ensure_ascii=False) if isinstance(found, str) else "{" if isinstance(found, dict) else "["
        )
        assert normalize("NFC", rest).startswith(quoted)
