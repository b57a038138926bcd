"""A sweep on a Dask cluster of two workers, of which one is killed, comes to the same table as on this machine."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mentoring.batch.cluster import connected
from mentoring.batch.study import Finding
from mentoring.batch.sweep import Table, sweep
from mentoring.cli.group import mentoring
from mentoring.errors import UsageError
from tests.batch.test_sweep import plans_in, write_sweep
from tests.conftest import require_system

# Clusters that lose a worker warn of much that is not wrong here.
pytestmark = [pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    require_system("the package dask.distributed", find_spec("distributed"))
    distributed = import_module("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as made:
        yield made


def without_seconds(table: Table) -> list[dict[str, object]]:
    return [{name: cell for name, cell in row.items() if name != "seconds"} for row in table.records()]


def test_a_worker_that_is_killed_is_survived(cluster: Any, tmp_path: Path):
    days = [{"label": f"{one} days", "change": {"stages": {"visit": {"days": one}}}} for one in range(1, 6)]
    last = [{"label": f"March {one}", "change": {"programme": {"last": f"2024-03-{one}"}}} for one in (20, 25)]
    path = write_sweep(tmp_path, vary={"days": days, "last": last})
    heard: list[Finding] = []
    with connected(cluster.scheduler_address) as (executor, threads):
        assert threads == 2
        workers = executor._client.run(os.getpid)  # type: ignore[attr-defined]
        assert len(set(workers.values()) - {os.getpid()}) == 2

        def hear(found: Finding, done: int, of: int) -> None:
            heard.append(found)
            if len(heard) == 2:
                os.kill(min(workers.values()), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

        far = sweep(path, tmp_path / "far", jobs=threads, executor=executor, on_finding=hear)
    assert len(heard) == 10
    assert far.left == 0
    assert {row["status"] for row in far.records()} == {"optimal"}
    near = sweep(path, tmp_path / "near", jobs=2)
    assert without_seconds(far) == without_seconds(near)
    assert plans_in(tmp_path / "far" / "plans").keys() == plans_in(tmp_path / "near" / "plans").keys()


def test_the_command_line_uses_a_cluster(cluster: Any, tmp_path: Path):
    path = write_sweep(tmp_path)
    done = CliRunner().invoke(mentoring, ["sweep", str(path), "-o", str(tmp_path / "out"), "--json",
                                          "--cluster", cluster.scheduler_address])  # fmt: skip
    assert done.exit_code == 0, done.output
    assert [row["status"] for row in json.loads(done.stdout)["rows"]].count("optimal") == 4


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch):
    require_system("the package dask.distributed", find_spec("distributed"))
    monkeypatch.setattr("mentoring.batch.cluster.PATIENCE", "1s")
    with pytest.raises(UsageError, match=r"no cluster answers at tcp://127\.0\.0\.1:9"), connected("tcp://127.0.0.1:9"):
        pass


def test_without_its_package_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'mentoring\[cluster\]'"), connected("tcp://127.0.0.1:9"):
        pass
