"""What becomes of an entry of a calendar is said with its old and new days, hours and place."""

from __future__ import annotations

import pytest

from mentoring.exports.calendar_change import change_of, compare_calendars
from mentoring.exports.calendar_object import Shown


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, ("Visit", "2024-01-08", "2024-01-09"), "new: Visit: 8–9 Jan 2024"),
        (("Old", "2024-01-08", "2024-01-09"), ("Visit", "2024-01-08", "2024-01-09"),
         "changed: Visit: 8–9 Jan 2024 as before, was titled 'Old'"),
        (("Visit", "2024-01-08", "2024-01-09"), ("Visit", "2024-01-08", "2024-01-09"),
         "changed: Visit: 8–9 Jan 2024 as before, other details"),
        (("Visit", "2024-01-08", "2024-01-08", "09:00-16:00", "Oslo"),
         ("Visit", "2024-01-08", "2024-01-08", "", "Ghent"),
         "changed: Visit: 8 Jan 2024, the whole day, in Ghent, was 8 Jan 2024, 09:00-16:00, in Oslo"),
        (("Visit", "2024-01-08", "2024-01-08"), ("Cancelled: Visit", "2024-01-08", "2024-01-08", "", "", True),
         "called off: Visit: 8 Jan 2024"),
        (("Cancelled: Visit", "2024-01-08", "2024-01-08", "", "", True), ("Visit", "2024-01-08", "2024-01-08"),
         "changed: Visit: 8 Jan 2024, was called off"),
        (("", ""), ("Visit", "2024-01-08", "2024-01-08"),
         "changed: Visit: 8 Jan 2024, was days that cannot be read"),
    ],
)  # fmt: skip
def test_what_becomes_of_an_entry_is_said_with_what_it_was(before, after, said):
    assert change_of(before and Shown(*before), Shown(*after)).say() == said


def test_entries_that_a_file_has_no_more_are_told():
    entry = "BEGIN:VEVENT\nUID:visit/very/lo\n ng\nDTSTART;VALUE=DATE:20240108\nSUMMARY:Visit\nEND:VEVENT\n"
    file = f"BEGIN:VCALENDAR\n{entry}END:VCALENDAR\n".encode()
    (change,) = compare_calendars(file, b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    assert change.say() == "taken away: Visit: 8 Jan 2024"
    (change,) = compare_calendars(file, file.replace(b"lo\n ng", b"long"))
    assert change.say() == "changed: Visit: 8 Jan 2024 as before, other details"
