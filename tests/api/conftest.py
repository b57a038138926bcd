"""Real calendar servers, of two makers, for the tests that publish to them."""

from __future__ import annotations

import importlib.util
import re
import urllib.request
from collections.abc import Iterator

import pytest

from tests.api.caldav import free_port, serving
from tests.conftest import require_system


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require_system("Radicale (pip install radicale)", importlib.util.find_spec("radicale"))
    folder, port = tmp_path_factory.mktemp("radicale"), free_port()
    options = ["--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
               "--storage-filesystem-folder", str(folder / "data")]  # fmt: skip
    with serving(["-m", "radicale", *options], port, folder):
        base = f"http://127.0.0.1:{port}/user/"
        urllib.request.urlopen(urllib.request.Request(base, method="MKCOL")).close()
        yield base


@pytest.fixture(scope="session")
def xandikos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require_system("Xandikos (pip install xandikos)", importlib.util.find_spec("xandikos"))
    folder, port = tmp_path_factory.mktemp("xandikos"), free_port()
    options = ["serve", "-d", str(folder / "data"), "--defaults", "-l", "127.0.0.1", "-p", str(port), "--state-dir",
               str(folder / "state")]  # fmt: skip
    (folder / "data").mkdir()
    with serving(["-m", "xandikos", *options], port, folder):
        yield f"http://127.0.0.1:{port}/user/calendars/"


@pytest.fixture(params=["radicale", "xandikos"])
def calendar(request: pytest.FixtureRequest) -> str:
    """The address of a calendar that is not there yet."""
    name = re.sub(r"[^a-z]", "-", request.node.name)
    return f"{request.getfixturevalue(request.param)}{name}/"
