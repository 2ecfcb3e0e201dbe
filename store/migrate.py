"""Bringing a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from store.engine import StoreError

#: A number of our own for PostgreSQL's advisory lock: "cc" and the purpose.
MIGRATING = 0x6363_0001


def head() -> str | None:
    """The revision of this release's tables."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def migrate(engine: Engine) -> None:
    """Create or upgrade the schema in one transaction; does nothing when it is current.

    Raises:
        StoreError: when the database was written by a newer release than this one.
    """
    config = _config()
    directory = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two processes that start together on a new database: the second waits and finds it made.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        current = MigrationContext.configure(connection).get_current_revision()
        if current == directory.get_current_head():
            return
        known = {revision.revision for revision in directory.walk_revisions()}
        if current is not None and current not in known:
            raise StoreError(
                f"This store has schema {current}, newer than this release: start the newer release. "
                f"此存储由更新的版本写入（{current}），请用新版本打开。"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config
