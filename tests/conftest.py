"""What every test may use: a store of its own, and a PostgreSQL server where one is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.store import Store
from tests.postgres import PostgresServer, find_initdb

#: Real files for development; they stay out of the project.
SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def same_main() -> Iterator[None]:
    """A page run by `AppTest` stays the main module, and a child process would run it anew."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite store in a folder of its own."""
    held = Store(f"sqlite:///{tmp_path / 'studio.db'}")
    yield held
    held.close()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A throw-away PostgreSQL server on a loopback port."""
    initdb = find_initdb()
    if initdb is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with PostgresServer(initdb, tmp_path_factory.mktemp("pg")) as server:
        yield server.url


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where nothing may be missing (STUDIO_TESTS_NO_SKIP=1), a skipped test is a failed one."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    wants_all = os.environ.get("STUDIO_TESTS_NO_SKIP") == "1"
    if wants_all and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be missing: {report.longrepr}"
