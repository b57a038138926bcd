"""What a stage's own keys can say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from mentoring.domain.stage import Stage


@pytest.mark.parametrize("week", ["2014-W06", "2015-W53"])
def test_a_week_is_written_as_iso_writes_it(week):
    assert Stage(gathers="all", host="none", programme_weeks=[week]).programme_weeks == (week,)


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("2014-W6", "'2014-W6' is no ISO week: write it as 2014-W06"),
        (" 2014 -W 6", "is no ISO week"),
        ("2014-06", "is no ISO week"),
        ("２０１４-W０６", "is no ISO week"),
        ("2014-W53", "'2014-W53': the year has no such week"),
        ("0000-W01", "the year has no such week"),
    ],
)
def test_what_would_never_match_a_week_is_refused(week, said):
    with pytest.raises(ValidationError, match=said):
        Stage(gathers="all", host="none", programme_weeks=[week])
