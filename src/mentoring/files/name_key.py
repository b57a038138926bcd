"""Names of files that nobody can guess, made with a key that lies beside the plan and never in it.

Whoever has the plan alone cannot find a person's calendar on a web server. Whoever has the key can make the names
again, so the address of a calendar stays the same as long as the key does.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from mentoring.errors import RefusedError, UsageError
from mentoring.files.text import read_bytes

KEY_FILE = "mentoring.key"
"""Name of the key's file, in the folder of the plan: a plan made anew under another name has the same addresses."""

_LENGTH = 16  # characters of a name, of 5 bits each: more than anybody can try


def name_key(plan_file: Path | str, *, is_trial: bool = False) -> bytes:
    """The key beside a plan file; it is made, readable by you alone, when there is none yet.

    With `is_trial` a key that is made is not kept.

    Raises:
        RefusedError: when a file of that name is there and holds no key.
        UsageError: when it may not be read or made.
    """
    import secrets

    path = Path(os.path.realpath(plan_file)).with_name(KEY_FILE)
    shown = Path(plan_file).with_name(KEY_FILE).as_posix()
    if is_trial and not path.exists():
        return secrets.token_bytes(32)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read(path, shown)
    except OSError as error:
        said = "the key that names the calendars of persons lies beside the plan, and cannot be made there"
        what = "the folder is read-only" if isinstance(error, PermissionError) else error.strerror or error
        raise UsageError(f"{shown}: {said} ({what}): copy the plan into a folder of yours, and name the copy") from None
    key = secrets.token_bytes(32)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(key.hex() + "\n")
    return key


def unguessable(name: str, key: bytes, purpose: str) -> str:
    """`NAME-KEY`: the name with what only the key can make of it; `purpose` tells uses of one key apart."""
    import base64
    import hashlib
    import hmac

    made = hmac.digest(key, f"{purpose}/{name}".encode(), hashlib.sha256)
    return f"{name}-{base64.b32encode(made).decode('ascii').lower()[:_LENGTH]}"


def _read(path: Path, shown: str) -> bytes:
    text = read_bytes(path, 1024).strip()
    if not re.fullmatch(rb"[0-9a-f]{64}", text):
        said = "is there already and holds no key of ours; it stays as it is"
        raise RefusedError(f"{shown} {said}: give it another name, and a new key will be made")
    return bytes.fromhex(text.decode("ascii"))
