"""The first scenario of a newcomer, from the packaged template."""

from __future__ import annotations

import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

from mentoring.errors import RefusedError, UsageError
from mentoring.files.output import refusal

TEMPLATE = "starter.yaml"
SCHEMA = "scenario.schema.json"


FIRST_STAGES = {"visit": {"title": "Mentoring visit", "gathers": "pairing", "host": "mentee", "days": 3}}
"""How cities meet as long as nobody has said it: each mentor travels to its mentee, as in most programmes."""
FIRST_STAGES_COMMENT = """\
How cities meet stands in no table. This is a beginning: every mentor visits its mentee once, for three working days.
Change it as you like; a kick-off, a closing meeting and what else there may be stand in the file that `mentoring new`
writes. Once you have changed this file, add tables to it with --into."""


_ID, _TITLE = "my-programme", "My mentoring programme"  # of the template
_LONGEST = 40  # characters of an id made from a name


def starter_text(path: Path, shown: str) -> str:
    """The template for a file, with an id and a title after its name; `shown` is the name as a command line takes it.

    Its first line leads editors that know YAML schemas to the one of this installation.
    """
    data = files("mentoring") / "data"
    text = (data / TEMPLATE).read_text(encoding="utf-8")
    name, title = name_programme(path)
    text = text.replace("mentoring check programme.yaml", f"mentoring check {shown}")
    text = text.replace("mentoring plan programme.yaml", f"mentoring plan {shown}")
    text = re.sub(rf"  id: {_ID} +#", lambda _: f"  id: {_plain(name)}".ljust(33) + "  #", text)
    text = re.sub(rf"  title: {_TITLE} +#", lambda _: f"  title: {_plain(title)}".ljust(33) + "  #", text)
    return f"# yaml-language-server: $schema={Path(str(data / SCHEMA)).as_uri()}\n{text}"


def name_programme(path: Path) -> tuple[str, str]:
    """An id and a title after the name of a file, or of its folder when that is called `programme`."""
    stem = path.stem if path.stem.casefold() != "programme" else path.resolve().parent.name
    words = "".join(sign if sign.isalnum() or unicodedata.combining(sign) else " " for sign in stem).split()
    letters = unicodedata.normalize("NFKD", " ".join(words)).replace("ß", "ss").encode("ascii", "ignore").decode()
    name = "-".join(re.findall("[a-z0-9]+", letters.lower()))[:_LONGEST].strip("-")
    if not name:
        return _ID, _TITLE
    title = " ".join(words)[:_LONGEST].strip()
    return name, title[:1].upper() + title[1:]


def _plain(text: str) -> str:
    """A text as YAML reads it again, in quotes only where it would be something else, as 2027 would be a number."""
    import yaml

    return text if yaml.safe_load(text) == text else json.dumps(text, ensure_ascii=False)


def write_starter(path: Path, shown: str) -> None:
    """Write the first scenario; `shown` is the file's name as a command line takes it.

    Raises:
        RefusedError: if there is such a file already; it stays as it is.
        UsageError: if the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x" leaves it to the system that no file is ever replaced, even one made a moment ago.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter_text(path, shown))
    except FileExistsError:
        if path.parent.is_dir():
            raise RefusedError(f"{path.as_posix()} is there already and stays as it is: name another file") from None
        raise UsageError(f"{path.as_posix()}: cannot be written: {path.parent.as_posix()} is a file") from None
    except OSError as error:
        raise refusal(path, error) from None
