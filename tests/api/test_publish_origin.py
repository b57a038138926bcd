"""Calendars of another programme, or of a later revision, are not replaced unless somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentoring.api import export
from mentoring.api.publish import publish_caldav, publish_folder
from mentoring.domain.plan import Plan
from mentoring.errors import RefusedError
from mentoring.exports.calendar_folder import check_calendars_replaceable
from mentoring.exports.calendar_state import read_published
from mentoring.exports.delivery import FORMS
from mentoring.files.revision import follow
from tests.builders import PAIRING, VISIT, plan_of, scenario


def made(day: str = "2024-01-08", programme: str = "small") -> Plan:
    of = scenario()
    named = of.programme.model_copy(update={"id": programme})
    return plan_of(of.model_copy(update={"programme": named}), [PAIRING], {VISIT: day})


FIRST = made()
SECOND = follow(made("2024-01-09"), FIRST, {})
OTHER = made("2024-01-10", "rivers")


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_web_folder_keeps_to_its_programme_and_never_goes_back(tmp_path):
    web = tmp_path / "web"
    publish_folder(FIRST, web)
    publish_folder(SECOND, web)
    before = everything(web)
    with pytest.raises(RefusedError, match="holds revision 2 of the plan, and this plan is older, revision 1"):
        publish_folder(FIRST, web)
    for is_trial in (True, False):
        with pytest.raises(RefusedError, match="holds the programme small, and this plan is of the programme rivers"):
            publish_folder(OTHER, web, is_trial=is_trial)
    assert everything(web) == before
    publish_folder(FIRST, web, is_forced=True)
    publish_folder(SECOND, web)
    publish_folder(OTHER, web, is_forced=True)
    with pytest.raises(RefusedError, match="holds the programme rivers"):
        publish_folder(SECOND, web)


def test_without_its_memory_the_calendars_tell_what_they_are_from(tmp_path):
    web = tmp_path / "web"
    publish_folder(SECOND, web)
    (web / ".mentoring-published.json").unlink()
    before = everything(web)
    with pytest.raises(RefusedError, match="holds revision 2 of the plan"):
        publish_folder(FIRST, web)
    with pytest.raises(RefusedError, match="holds the programme small"):
        publish_folder(OTHER, web)
    assert everything(web) == before


@pytest.mark.parametrize("form", ["ics", *FORMS])
def test_exported_files_are_kept_in_the_same_way(tmp_path, form):
    export(SECOND, tmp_path, form)
    before = everything(tmp_path)
    for plan, said in ((FIRST, "holds revision 2"), (OTHER, "holds the programme small")):
        with pytest.raises(RefusedError, match=said) as refused:
            export(plan, tmp_path, form)
        assert "name another folder" in str(refused.value)
    assert everything(tmp_path) == before
    for path in tmp_path.rglob("*.*"):
        if path.is_file() and not path.name.startswith("."):
            path.unlink()
    export(OTHER, tmp_path, form)  # nothing is there that could be lost


def test_other_forms_of_another_programme_may_lie_in_the_same_folder(tmp_path):
    export(SECOND, tmp_path, "ics")
    export(OTHER, tmp_path, "geojson")
    assert export(SECOND, tmp_path, "ics")


def test_it_is_told_before_anything_is_planned(tmp_path):
    publish_folder(SECOND, tmp_path)
    check_calendars_replaceable(tmp_path, FIRST.scenario)
    with pytest.raises(RefusedError, match="holds revision 2"):
        check_calendars_replaceable(tmp_path, FIRST.scenario, 1)
    with pytest.raises(RefusedError, match="holds the programme small"):
        check_calendars_replaceable(tmp_path, OTHER.scenario)


def test_a_calendar_of_a_server_too(calendar, tmp_path):
    beside = tmp_path / "plan.json"
    publish_caldav(FIRST, calendar, plan_file=beside)
    publish_caldav(SECOND, calendar, plan_file=beside)
    for plan, said in ((FIRST, "holds revision 2 of the plan"), (OTHER, "holds the programme small")):
        for is_trial in (True, False):
            with pytest.raises(RefusedError, match=said):
                publish_caldav(plan, calendar, plan_file=beside, is_trial=is_trial)
    assert publish_caldav(FIRST, calendar, plan_file=beside, is_forced=True).sent == 1
    assert publish_caldav(SECOND, calendar, plan_file=beside).sent == 1
    (state,) = tmp_path.glob("caldav-*.json")
    told = read_published(state)
    assert told is not None
    assert (told.programme, told.revision) == ("small", 2)
