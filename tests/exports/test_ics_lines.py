"""Lines that are remembered are of the very same value."""

from __future__ import annotations

from mentoring.exports.ics_event import address
from mentoring.exports.ics_lines import EventLines


def test_one_mail_address_under_two_names_keeps_both():
    lines = EventLines()
    for names in (["Ghent: office"], ["Oslo: office"]):
        written = lines.event({"ATTENDEE": [address("office@example.org", name) for name in names]})
        assert names[0].encode() in written
