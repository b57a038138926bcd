"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
from pathlib import Path

from mentoring.errors import UsageError


def write_whole(path: Path | str, content: str | bytes, *, is_copy: bool = False) -> Path:
    """Write the file at once: readers see the old content or the new, and a failure leaves the old.

    Text becomes UTF-8 with the line ends it has. Missing folders are made; a symbolic link is followed. With
    `is_copy`, for what can be written again from another file, nobody waits until the disk has it: with thousands of
    files that is most of the time.

    Raises UsageError if the place cannot be written to.
    """
    import secrets  # slow to import, and most runs only read

    target = Path(os.path.realpath(path))
    data = content.encode("utf-8") if isinstance(content, str) else content
    # In the same folder, as a file cannot be moved at once from one disk to another.
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                if not is_copy:
                    os.fsync(file.fileno())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise refusal(path, error) from None
    return target


def refusal(path: Path | str, error: Exception) -> UsageError:
    """Why a file cannot be written: the file or folder in the way, and what to do, as far as it is known."""
    if isinstance(error, PermissionError | FileExistsError | NotADirectoryError):
        try:
            check_writable(path)
        except UsageError as known:
            return known
    name, folder = Path(path).as_posix(), Path(path).absolute().parent.as_posix()
    if isinstance(error, PermissionError):  # as of a network drive, which says no more than that
        return UsageError(f"{name}: cannot be written: the folder {folder} does not allow it: name a file elsewhere")
    return UsageError(f"{name}: cannot be written: {_reason(error)}")


def check_writable(path: Path | str) -> None:
    """Whether a file could be written there, told before long work and not after it; nothing is made.

    Raises UsageError with the reason if it could not.
    """
    path = Path(path)
    name = path.as_posix()
    if path.is_dir():
        raise UsageError(f"{name}: this is a folder: name a file in it")
    _check_folder(path.parent, name)
    if path.exists() and not os.access(path, os.W_OK):
        raise UsageError(f"{name}: cannot be written: it is read-only: name another file")


def check_folder_writable(folder: Path | str) -> None:
    """Whether files could be written into the folder, which need not exist yet; nothing is made.

    Raises UsageError with the reason if they could not.
    """
    _check_folder(Path(folder), Path(folder).as_posix())


def _check_folder(folder: Path, name: str) -> None:
    existing = folder.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if not existing.is_dir():
        if Path(name) == folder and existing == folder.absolute():
            raise UsageError(f"{name}: cannot be written into: this is a file, not a folder: name a folder")
        raise UsageError(f"{name}: cannot be written: {existing.as_posix()} is a file, not a folder")
    if not os.access(existing, os.W_OK):
        raise UsageError(
            f"{name}: cannot be written: the folder {existing.as_posix()} is read-only: name another place"
        )


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
