"""Addresses of calendars that are none are refused in words that hold no password."""

from __future__ import annotations

import pytest

from mentoring.errors import UsageError
from mentoring.exports.calendar_server import CalendarServer


@pytest.mark.parametrize("url", ["https://[::1", "https://me:secret@example.org/x?y=1", "ftp://me:secret@example.org/"])
def test_an_address_that_is_none_is_refused_without_its_password(url):
    with pytest.raises(UsageError) as told:
        CalendarServer(url)
    assert "secret" not in str(told.value)
