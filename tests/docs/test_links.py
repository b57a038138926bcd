"""Links lead somewhere, and what the pages name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mentoring.cli.group import VERBS
from tests.docs.page import PAGES, ROOT, anchors, blocks, links, name_of, prose

KNOWN_KINDS = {"csv", "sh", "text", "yaml", "python"}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    lost = []
    for target in links(page):
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_says_what_it_is(page: Path) -> None:
    assert [(block.line, block.kind) for block in blocks(page) if block.kind not in KNOWN_KINDS] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_verbs_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`mentoring ([a-z][a-z-]*)[^`]*`", prose(page))
    named += [line.split()[1] for block in blocks(page) if block.kind == "sh"
              for line in block.text.splitlines() if re.match(r"mentoring [a-z]", line)]  # fmt: skip
    assert [verb for verb in named if verb not in VERBS] == []


def test_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        named = re.findall(r"(?:^|`)make ([a-z]+)(?=[` \n])", text, re.MULTILINE)
        assert {name for name in named if name not in targets} == set(), name_of(page)


def test_every_page_can_be_found_from_the_index() -> None:
    waiting, seen = [ROOT / "docs" / "README.md"], set()
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        waiting += [(page.parent / target.partition("#")[0]).resolve() for target in links(page)]
    assert sorted(name_of(page) for page in (ROOT / "docs").rglob("*.md") if page not in seen) == []


def test_functions_that_are_named_are_public() -> None:
    import mentoring

    text = (ROOT / "docs" / "how-to" / "use-from-python.md").read_text(encoding="utf-8")
    named = re.findall(r"\bmentoring\.([a-z_]+)\(", text) + re.findall(r"`(\w+)`", text.split("```")[0])
    assert len(named) > 10
    assert [name for name in named if name not in mentoring.__all__] == []
