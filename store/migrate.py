"""Bringing a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from store.engine import StoreError


def head() -> str | None:
    """The revision of this release's tables."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def migrate(engine: Engine) -> None:
    """Create or upgrade the schema in one transaction; does nothing when it is current.

    `engine` is the writer's: of two processes that start together on a new database one waits for the other.

    Raises:
        StoreError: when the database was written by a newer release than this one.
    """
    config = _config()
    directory = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
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
