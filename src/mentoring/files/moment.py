"""The time a plan says it was made: as asked for, else SOURCE_DATE_EPOCH, else the clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from mentoring.domain.dates import say_day
from mentoring.errors import UsageError


def moment(at: str | None = None) -> str:
    """UTC to the second, as 2013-02-01T09:00:00Z; `at` may also be a day, or a time with another offset.

    Raises UsageError when `at` or SOURCE_DATE_EPOCH is no time.
    """
    if at is not None:
        try:
            read = datetime.fromisoformat(at.strip())
            return _written(read if read.tzinfo else read.replace(tzinfo=UTC))
        except (ValueError, OverflowError):  # the year 1 or 9999, seen from another time zone
            raise UsageError(f"{at!r} is no time: write it as 2013-02-01T09:00:00Z") from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return _written(datetime.fromtimestamp(int(epoch), UTC))
        except (ValueError, OverflowError, OSError):
            raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}: it must be a number of seconds") from None
    return _written(datetime.now(UTC))


def say_moment(written: str) -> str:
    """A time in words: 1 February 2013, 09:00 UTC; what is none stays as it is."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return written
    return f"{say_day(read.date())}, {read:%H:%M} UTC"


def _written(time: datetime) -> str:
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
