"""Brings a calendar on a server up to date: sends what is new or changed, and overwrites nobody's edits unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from mentoring.errors import UsageError
from mentoring.exports.calendar_change import EntryChange, Kind, change_of
from mentoring.exports.calendar_object import CalendarObject, Shown, cancelled, is_same, meaning, outranking, shown
from mentoring.exports.calendar_server import Answer, CalendarServer
from mentoring.exports.calendar_state import Kept

KEPT_FOR = timedelta(days=30)
"""How long what is cancelled stays on the server after its last day; servers keep what was deleted about as long."""

_SAVED_EVERY = 20  # entries sent; what was sent since is known again by what it means

NOTHING = Shown("", "")
Reason = Literal["changed there", "deleted there", "already there", "no version", "refused"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry that was left alone, why, what somebody else has made of it, and what we say of it."""

    event: str
    title: str
    reason: Reason
    theirs: Shown = NOTHING
    code: int = 0
    ours: Shown = NOTHING


@dataclass(slots=True)
class Outcome:
    """What was sent or taken away (or would be); how many entries were up to date already; what was left alone.

    `name` is what the calendar is called.
    """

    name: str = ""
    changes: list[EntryChange] = field(default_factory=list)
    unchanged: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    is_made: bool = False

    def of(self, kind: Kind) -> list[str]:
        """The titles of entries that are new, changed, called off, or taken away as they are long over."""
        return [change.title for change in self.changes if change.kind == kind]

    @property
    def sent(self) -> int:
        """How many entries were sent, or taken away."""
        return len(self.changes)


@dataclass(frozen=True, slots=True)
class _Send:
    entry: CalendarObject
    version: str | None
    change: EntryChange
    is_off: bool = False


class Sync:
    """One run of bringing a calendar up to date; `save` keeps the state, before anything is sent and now and then.

    `today` is the day that the plan counts as today; without it nothing is long over.
    """

    def __init__(
        self, server: CalendarServer, kept: dict[str, Kept], save: Callable[[], None], *,
        today: date = date.min, is_forced: bool = False,
    ) -> None:  # fmt: skip
        self.server = server
        self.kept = kept
        self.save = save
        self.today = today
        self.is_forced = is_forced
        self.outcome = Outcome()
        self._sends: list[_Send] = []

    def run(self, wanted: list[CalendarObject], name: str, *, is_trial: bool = False) -> Outcome:
        """Compare, then send. With `is_trial` nothing is sent, made or kept.

        Raises UsageError when the server cannot be reached any more; what was sent is kept.
        """
        self.outcome.name = name
        there = self.server.list_versions()
        if there is None:
            self.outcome.is_made = True
            if not is_trial:
                self.server.make(name)
        for entry in wanted:
            if self._is_long_over(entry.last):
                self._clear(entry, (there or {}).get(entry.name))
            else:
                self._compare(entry, (there or {}).get(entry.name))
        for gone in sorted(self.kept.keys() - {entry.name for entry in wanted}):
            self._call_off(gone, (there or {}).get(gone))
        if is_trial:
            self.outcome.changes += [send.change for send in self._sends]
            return self.outcome
        for send in self._sends:
            if send.change.kind != "taken away":
                self.kept.setdefault(send.entry.name, Kept()).pending = send.entry.meaning
        self.save()
        for number, send in enumerate(self._sends):
            try:
                self._delete(send) if send.change.kind == "taken away" else self._put(send)
            except UsageError as error:
                raise UsageError(f"{error}; {number} of {len(self._sends)} were sent: publish again to go on") from None
            if number % _SAVED_EVERY == _SAVED_EVERY - 1:
                self.save()
        return self.outcome

    def _compare(self, entry: CalendarObject, version: str | None) -> None:
        kept = self.kept.get(entry.name)
        if version is None:
            if kept is None or not kept.meaning or self.is_forced:
                self._sends.append(_Send(entry, None, change_of(None, shown(entry.content))))
            elif entry.last:  # called off, and somebody has deleted it there: nobody misses it
                self.outcome.unchanged += 1
            else:
                self.outcome.conflicts.append(Conflict(entry.event, entry.title, "deleted there"))
            return
        is_untouched = kept is not None and kept.etag != "" and kept.etag == version
        if kept is not None and is_untouched and kept.meaning == entry.meaning:
            self.outcome.unchanged += 1
            return
        answer = self._read(entry.name, entry.event, entry.title)
        if answer is None:
            return
        if not is_untouched:
            version, found = answer.etag or version, meaning(answer.content)
            is_ours = kept is not None and found and found in (kept.meaning, kept.pending)
            if found == entry.meaning or is_ours:
                self.kept[entry.name] = Kept(version, found)
            elif not self.is_forced:
                reason: Reason = "changed there" if kept is not None else "already there"
                theirs, ours = shown(answer.content), shown(entry.content)
                self.outcome.conflicts.append(Conflict(entry.event, entry.title, reason, theirs, ours=ours))
                return
            if found == entry.meaning:
                self.outcome.unchanged += 1
                return
        entry = replace(entry, content=outranking(entry.content, answer.content))
        self._replace(_Send(entry, version, change_of(shown(answer.content), shown(entry.content))))

    def _replace(self, send: _Send) -> None:
        """What is there is only replaced unasked while the server can tell whether it still is what we have read."""
        if send.version or self.is_forced:
            self._sends.append(send)
        else:
            self.outcome.conflicts.append(Conflict(send.entry.event, send.entry.title, "no version"))

    def _read(self, name: str, event: str = "", title: str = "") -> Answer | None:
        """An entry that the server has; None when it does not give it: then nothing is done to it, and that is told."""
        answer = self.server.read(name)
        if answer.code == 200:
            return answer
        reason: Reason = "deleted there" if answer.code in (404, 410) else "refused"
        self.outcome.conflicts.append(Conflict(event, title or f"entry {name}", reason, code=answer.code))
        return None

    def _call_off(self, name: str, version: str | None) -> None:
        """What we have sent once and is in the calendar no more: it is called off, not deleted."""
        kept = self.kept[name]
        if version is None:
            del self.kept[name]
            return
        if kept.is_off and kept.last and not self._is_long_over(kept.last):
            self.outcome.unchanged += 1
            return
        answer = self._read(name)
        if answer is None:
            return
        found = meaning(answer.content)
        theirs = shown(answer.content)
        title, last = theirs.title or f"entry {name}", theirs.last
        if self._is_long_over(last):
            self._clear(CalendarObject(name, "", title, answer.content, found, last), version)
            return
        is_ours = bool(found) and (found in (kept.meaning, kept.pending) or kept.etag == (answer.etag or version))
        if kept.is_off or (is_ours and theirs.is_off):  # by the plan as it was, or by a run that was killed
            self.kept[name] = replace(kept, is_off=True, last=last)
            self.outcome.unchanged += 1
            return
        if not found or not (is_ours or self.is_forced):
            self.outcome.conflicts.append(Conflict("", title, "changed there", theirs))
            return
        content = cancelled(answer.content)
        entry = CalendarObject(name, "", title, content, meaning(content), last)
        change = EntryChange("called off", title, theirs, shown(content))
        self._replace(_Send(entry, answer.etag or version, change, is_off=True))

    def _is_long_over(self, last: str) -> bool:
        """Whether what ended on that day, and was called off, need not be told any more."""
        return bool(last) and self.today > date.min + KEPT_FOR and last < (self.today - KEPT_FOR).isoformat()

    def _clear(self, entry: CalendarObject, version: str | None) -> None:
        """What was cancelled and is long over is taken away, if it is ours and still as we sent it."""
        kept = self.kept.get(entry.name)
        if kept is None:
            return
        is_ours = kept.etag == version != ""
        if version is not None and not is_ours and not self.is_forced:
            answer = self._read(entry.name, entry.event, entry.title)
            if answer is None:
                return
            version, found = answer.etag or version, meaning(answer.content)
            is_ours = bool(found) and found in (kept.meaning, kept.pending)
        if not version or not (is_ours or self.is_forced):
            del self.kept[entry.name]  # deleted, somebody's own, or of no version that can be named: it is over anyway
            return
        self._sends.append(_Send(entry, version, EntryChange("taken away", entry.title, shown(entry.content))))

    def _delete(self, send: _Send) -> None:
        entry = send.entry
        answer = self.server.delete(entry.name, str(send.version))
        if answer.code in (200, 202, 204, 404, 410):
            del self.kept[entry.name]
            self.outcome.changes.append(send.change)
            return
        reason: Reason = "changed there" if answer.code == 412 else "refused"
        self.outcome.conflicts.append(Conflict(entry.event, entry.title, reason, code=answer.code))

    def _put(self, send: _Send) -> None:
        entry = send.entry
        answer = self.server.write(entry.name, entry.content, send.version)
        if answer.code not in (200, 201, 204):
            reason: Reason = "changed there" if answer.code == 412 else "refused"
            theirs = shown(self.server.read(entry.name).content) if answer.code == 412 else NOTHING
            self.outcome.conflicts.append(Conflict(entry.event, entry.title, reason, theirs, answer.code))
            self.kept[entry.name].pending = ""
            if not self.kept[entry.name].meaning:
                del self.kept[entry.name]
            return
        etag = answer.etag
        if not etag:  # the server keeps it in another wording, and tells its version only when asked
            again = self.server.read(entry.name)
            etag = again.etag if is_same(again.content, entry.content) else ""
        self.kept[entry.name] = Kept(etag, entry.meaning, is_off=send.is_off, last=entry.last if send.is_off else "")
        self.outcome.changes.append(send.change)
