"""What all tests share: what they need from the computer, and how hard Hypothesis searches."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# `ci` is the same on every run, so a change is never refused by luck; `dev` looks somewhere new each time.
# No deadline in either: a solver's single answer may take a second without anything being wrong.
settings.register_profile(
    "ci", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("dev", deadline=None, max_examples=30)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

# No test asks the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


class MissingFromSystem(Exception):
    """A test needs something this computer lacks, although REQUIRE_SYSTEM=1 promised that it has everything."""


def require_system(what: str, found: object) -> None:
    """Skip the test, with the reason, unless `found`. Raises MissingFromSystem instead under REQUIRE_SYSTEM=1."""
    if found:
        return
    if os.environ.get("REQUIRE_SYSTEM") == "1":
        raise MissingFromSystem(f"{what} is missing, and REQUIRE_SYSTEM=1 says that nothing may be")
    pytest.skip(f"needs {what}")


@pytest.fixture(scope="session")
def requires_system() -> Callable[[str, object], None]:
    """`requires_system("Graphviz", shutil.which("dot"))` at the head of a test that needs it."""
    return require_system


@pytest.fixture(scope="session")
def instances() -> Path:
    """The folder of published problems with published answers, named by MENTORING_INSTANCES."""
    named = os.environ.get("MENTORING_INSTANCES")
    require_system("the folder of published problems (MENTORING_INSTANCES)", named and Path(named).is_dir())
    assert named is not None
    return Path(named)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml, src, scenarios and docs."""
    return Path(__file__).parents[1]
