"""Plans made by the computers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module

from mentoring.errors import UsageError

PATIENCE = "20s"
"""So long a cluster may take to answer."""


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor that makes plans on a cluster (`tcp://host:8786`), and how many it makes at once.

    The cluster needs this package in the same version. When one of its computers dies, others make its plans.

    Raises UsageError when no cluster answers there, or when the extra `cluster` is not installed.
    """
    try:
        client_of = import_module("distributed").Client
    except ImportError:
        hint = "install the extra `cluster`, as in: pip install 'mentoring[cluster]'"
        raise UsageError(f"plans on a cluster need the package dask.distributed: {hint}") from None
    try:
        client = client_of(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise UsageError(f"no cluster answers at {address}: {str(error)[:200]}") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UsageError(f"the cluster at {address} has no workers: start some first")
        yield client.get_executor(pure=False), threads
