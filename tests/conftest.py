"""What every test may use: a store of its own, and a PostgreSQL server where one is installed."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.store import Store
from tests.postgres import PostgresServer, find_initdb, fresh_database

#: Real files for development; they stay out of the project.
SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def same_main() -> Iterator[None]:
    """A page run by `AppTest` stays the main module, and a child process would run it anew."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engine postgresql` runs the tests that ask for a store on that engine."""
    parser.addoption("--engine", choices=["sqlite", "postgresql"], default="sqlite")


@pytest.fixture
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store of its own on the engine under test: a file, or a database that is dropped again."""
    if request.config.getoption("--engine") == "sqlite":
        yield f"sqlite:///{tmp_path / 'studio.db'}"
        return
    server = request.getfixturevalue("postgres_url")
    with fresh_database(server, f"test_{uuid.uuid4().hex}") as url:
        yield url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store."""
    held = Store(store_url)
    yield held
    held.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A throw-away PostgreSQL server on a loopback port."""
    initdb = find_initdb()
    if initdb is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with PostgresServer(initdb, careful=False) as server:
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
