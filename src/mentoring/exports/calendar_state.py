"""What we have put on a calendar server, so that nothing is sent twice and nobody else's edit is taken for ours."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mentoring.errors import RefusedError
from mentoring.exports.published import Origin
from mentoring.files.output import write_whole
from mentoring.files.text import read_bytes


@dataclass(slots=True)
class Kept:
    """One entry of ours: the server's version, what it means, what is just being sent, whether it is called off.

    `last` is the last day (ISO) of what is called off as it is in the calendar no more; empty when not known.
    """

    etag: str = ""
    meaning: str = ""
    pending: str = ""
    is_off: bool = False
    last: str = ""


def state_path(plan_file: Path | str, url: str) -> Path:
    """The file beside the plan that remembers one calendar of one server."""
    host = re.sub(r"[^a-z0-9.-]", "", (urlsplit(url).hostname or "").lower())
    return Path(plan_file).with_name(f"caldav-{host}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.json")


def read_state(path: Path, url: str) -> dict[str, Kept]:
    """Entries by name; none when nothing was published yet.

    Raises RefusedError when the file holds something else.
    """
    if not path.exists():
        return {}
    try:
        value = json.loads(read_bytes(path))
        if value["url"] != url:
            raise ValueError
        return {str(name): Kept(**entry) for name, entry in value["entries"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        said = "is not what `publish` has written there; it stays as it is"
        raise RefusedError(f"{path.as_posix()} {said}: give it another name to begin anew") from None


def read_published(path: Path) -> Origin | None:
    """Which plan was published last to the calendar; None when the file, which holds what `read_state` reads, does not
    say it."""
    if not path.exists():
        return None
    value = json.loads(read_bytes(path))
    programme, revision = value.get("programme"), value.get("revision")
    return Origin(programme, revision) if isinstance(programme, str) and isinstance(revision, int) else None


def write_state(path: Path, url: str, entries: dict[str, Kept], origin: Origin) -> None:
    """Write the file, whole or not at all."""
    about = {"programme": origin.programme, "revision": origin.revision}
    value = {
        "format": 1,
        "url": url,
        **about,
        "entries": {name: asdict(kept) for name, kept in sorted(entries.items())},
    }
    write_whole(path, json.dumps(value, indent=1) + "\n", is_copy=True)
