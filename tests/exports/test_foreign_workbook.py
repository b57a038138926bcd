"""A workbook that cannot be looked into is somebody else's, and stays."""

from __future__ import annotations

import io
import zipfile

import pytest

from mentoring.errors import RefusedError
from mentoring.exports.delivery import write_files
from tests.builders import plan_of, scenario


def spoilt(kind: str) -> bytes:
    name = "docProps/core.xml"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, "<dc:creator>" * 50)
    content = bytearray(written.getvalue())
    central = content.find(b"PK\x01\x02")
    if kind == "password":
        content[6] |= 1
        content[central + 8] |= 1
    elif kind == "packed otherwise":
        content[8] = content[central + 10] = 99
    else:
        begin = 30 + len(name)
        content[begin : begin + 4] = b"\xff" * 4
    return bytes(content)


@pytest.mark.parametrize("kind", ["password", "packed otherwise", "broken"])
def test_a_workbook_that_cannot_be_unpacked_is_not_replaced(tmp_path, kind):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(spoilt(kind))
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="not as this program wrote it"):
        write_files(plan_of(scenario()), tmp_path, "xlsx")
    assert path.read_bytes() == before
