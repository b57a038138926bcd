"""What was written into a folder the last time, so that what somebody has changed there since is seen and not lost.

The folder may lie on the web and its names may be secrets: the file holds digests of names and contents, and which
programme and revision each form of files is from, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mentoring.domain.plan import Plan
from mentoring.errors import RefusedError, UsageError
from mentoring.files.output import check_folder_writable, write_whole
from mentoring.files.text import read_bytes

NAME = ".mentoring-published.json"
FORMAT = 1
LARGEST = 64 * 1024 * 1024  # bytes; ten thousand calendars are two megabytes


CALENDARS = "ics"
"""The form of calendars; others are called as `mentoring export --to` calls them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which plan files are from: the id of its programme, and its revision."""

    programme: str
    revision: int

    @classmethod
    def of(cls, plan: Plan) -> Origin:
        """The origin of what is made from a plan."""
        return cls(plan.scenario.programme.id, plan.revision)

    def say_conflict(self, there: Origin | None, where: str) -> str:
        """Why what is `there` must not be replaced by what is from here; nothing when it may be."""
        if there is None:
            return ""
        if there.programme != self.programme:
            return f"{where} holds the programme {there.programme}, and this plan is of the programme {self.programme}"
        if there.revision > self.revision:
            older = f"and this plan is older, revision {self.revision}: what is newer would be lost"
            return f"{where} holds revision {there.revision} of the plan, {older}"
        return ""


class Published:
    """The digests of files in one folder, and what they are from; what it knows nothing of may be anybody's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known, self._origins = _read(folder / NAME)

    def check_origin(
        self, files: Iterable[str], form: str, origin: Origin, way_out: str, told: Origin | None = None
    ) -> None:
        """Whether files of this form are of the same programme, and of no newer plan; `told` is what they say of it.

        Raises RefusedError when not and one of `files` is there; `way_out` is what to do then.
        """
        if any((self.folder / name).is_file() for name in files):
            said = origin.say_conflict(self._origins.get(form, told), self.folder.as_posix())
            if said:
                raise RefusedError(f"{said}. Nothing was written: {way_out}")

    def check_unedited(self, files: Mapping[str, bytes], way_out: str) -> None:
        """Whether these files, as far as they are to become something else, are still what was written.

        Raises RefusedError with the names of those that are not; `way_out` is what to do then.
        """
        edited = [path.as_posix() for path in self._edited(files)]
        if edited:
            more = f" and {len(edited) - 3} more" if len(edited) > 3 else ""
            said = f"{', '.join(edited[:3])}{more}: edited by somebody since it was written here"
            if not self._known:
                said += f", or not ({NAME}, which would tell, is not there)"
            raise RefusedError(f"{said}; nothing was written. Take over what was meant, then {way_out}")

    def _edited(self, files: Mapping[str, bytes]) -> Iterator[Path]:
        for name, content in files.items():
            path, known = self.folder / name, self._known.get(_digest(name.encode()), ())
            there = path.read_bytes() if path.is_file() else b""
            if there.strip() and there != content and _digest(there) not in known:
                yield path

    def knows(self, names: Iterable[str]) -> bool:
        """Whether all of these were published into this folder before."""
        return all(_digest(name.encode()) in self._known for name in names)

    def begin(self, files: Mapping[str, bytes], form: str, origin: Origin) -> None:
        """Remember what is about to be written beside what is there: a run that is killed leaves either of them."""
        if files or form not in self._origins:  # where nothing changes, an older plan does not count for the newer one
            self._origins[form] = origin
        for name, content in files.items():
            key = _digest(name.encode())
            self._known[key] = [*self._known.get(key, ())[-1:], _digest(content)]
        self._write()

    def finish(self, files: Mapping[str, bytes]) -> None:
        """Remember what is there now."""
        for name, content in files.items():
            self._known[_digest(name.encode())] = [_digest(content)]
        self._write()

    def _write(self) -> None:
        origins = {form: [one.programme, one.revision] for form, one in sorted(self._origins.items())}
        whole = {"format": FORMAT, "origins": origins, "files": dict(sorted(self._known.items()))}
        text = json.dumps(whole, indent=1)
        write_whole(self.folder / NAME, text + "\n", is_copy=True)


def write_known(
    files: Mapping[str, bytes], folder: Path | str, form: str, origin: Origin, told: Origin | None = None
) -> list[Path]:
    """Writes files into a folder, each whole or not at all, and remembers them; gives the files written.

    `told` is what files there say that they are from, where nothing else is known of it.

    Raises:
        RefusedError: when one of them was edited since it was written there, or files of this form there are of another
            programme or a newer plan; nothing is written then.
        UsageError: when the folder cannot be written to.
    """
    check_folder_writable(folder)
    published = Published(Path(folder))
    published.check_origin(files, form, origin, "name another folder, or delete what is there", told)
    published.check_unedited(files, "delete it, or name another folder")
    published.begin(files, form, origin)
    written = [write_whole(Path(folder) / name, content, is_copy=True) for name, content in files.items()]
    published.finish(files)
    return written


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]


def _read(path: Path) -> tuple[dict[str, list[str]], dict[str, Origin]]:
    if not path.is_file():
        return {}, {}
    try:
        whole: dict[str, Any] = json.loads(read_bytes(path, LARGEST))
        known = {str(key): [str(one) for one in digests] for key, digests in whole["files"].items()}
        origins = whole.get("origins", {}).items()
        return known, {str(form): Origin(str(of), int(revision)) for form, (of, revision) in origins}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        said = "is not what this program wrote, so edited calendars cannot be told from its own"
        raise UsageError(f"{path.as_posix()} {said}: delete it if none was edited") from None
