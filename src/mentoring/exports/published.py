"""What was written into a folder the last time, so that what somebody has changed there since is seen and not lost.

The folder may lie on the web and its names may be secrets: the file holds digests of names and contents, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from mentoring.errors import RefusedError, UsageError
from mentoring.files.output import write_whole
from mentoring.files.text import read_bytes

NAME = ".mentoring-published.json"
FORMAT = 1
LARGEST = 64 * 1024 * 1024  # bytes; ten thousand calendars are two megabytes


class Published:
    """The digests of files in one folder; what it knows nothing of may be anybody's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known = _read(folder / NAME)

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

    def begin(self, files: Mapping[str, bytes]) -> None:
        """Remember what is about to be written beside what is there: a run that is killed leaves either of them."""
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
        text = json.dumps({"format": FORMAT, "files": dict(sorted(self._known.items()))}, indent=1)
        write_whole(self.folder / NAME, text + "\n", is_copy=True)


def write_known(files: Mapping[str, bytes], folder: Path | str) -> list[Path]:
    """Writes files into a folder, each whole or not at all, and remembers them; gives the files written.

    Raises:
        RefusedError: when one of them was edited since it was written there; nothing is written then.
        UsageError: when the folder cannot be written to.
    """
    published = Published(Path(folder))
    published.check_unedited(files, "delete it, or name another folder")
    published.begin(files)
    written = [write_whole(Path(folder) / name, content, is_copy=True) for name, content in files.items()]
    published.finish(files)
    return written


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]


def _read(path: Path) -> dict[str, list[str]]:
    if not path.is_file():
        return {}
    try:
        files = json.loads(read_bytes(path, LARGEST))["files"]
        return {str(key): [str(one) for one in digests] for key, digests in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        said = "is not what this program wrote, so edited calendars cannot be told from its own"
        raise UsageError(f"{path.as_posix()} {said}: delete it if none was edited") from None
