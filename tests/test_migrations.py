"""Migrations: numbered, complete, reversible, and safe when two processes start at once."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

import lms.models  # noqa: F401  (fills the metadata)
from lms.config import Config
from lms.db import Base
from lms.services.schema import downgrade, upgrade
from tests.database import make_config, new_postgres_database

ROOT = Path(__file__).parents[1]
VERSIONS = ROOT / "migrations" / "versions"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """Settings that name an empty database."""
    if request.param == "sqlite":
        return make_config(tmp_path)
    server = request.getfixturevalue("postgres_server")
    return make_config(tmp_path, new_postgres_database(server, f"m{uuid4().hex}"))


@pytest.fixture
def engine(config: Config) -> Iterator[Engine]:
    engine = create_engine(config.database_url)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def is_current(engine: Engine) -> bool:
    """Whether a database stands at the newest migration."""
    newest = ScriptDirectory.from_config(AlembicConfig(toml_file=ROOT / "pyproject.toml")).get_heads()
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(newest)


def test_an_upgraded_empty_database_is_exactly_what_the_models_say(config, engine):
    upgrade(config)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert tables(engine) == {*Base.metadata.tables, "alembic_version"}


def test_columns_are_as_obligatory_as_the_models_say(config, engine):
    upgrade(config)
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        nullable = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert nullable == {column.name: column.nullable for column in table.columns}


def test_an_upgrade_can_be_taken_back_and_made_again(config, engine):
    upgrade(config)
    downgrade(config, "base")
    assert tables(engine) <= {"alembic_version"}
    upgrade(config)
    assert tables(engine) > {"person"}


def test_an_upgrade_goes_to_the_newest_migration(config, engine):
    assert not is_current(engine)
    upgrade(config)
    assert is_current(engine)


def test_upgrading_twice_keeps_what_is_there(config, engine):
    upgrade(config)
    insert = "INSERT INTO region VALUES ('north','North','IE','en','UTC',1,1,true,'','',NULL,NULL)"
    with engine.begin() as connection:
        connection.execute(text(insert))
    upgrade(config)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM region")).scalars().all() == ["north"]


def test_processes_that_start_at_once_on_an_empty_database_do_not_race(config, engine):
    code = (
        "from pathlib import Path\nfrom lms.services.schema import upgrade\n"
        "from tests.database import make_config\n"
        f"upgrade(make_config(Path({str(config.var)!r}), {config.database_url!r}))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    complaints = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], complaints
    assert is_current(engine)


def test_migrations_are_numbered_one_after_the_other():
    names = sorted(path.name for path in VERSIONS.glob("*.py"))
    assert names
    for number, name in enumerate(names, start=1):
        assert re.fullmatch(rf"{number:04d}_[a-z0-9_]+\.py", name)
        source = (VERSIONS / name).read_text(encoding="utf-8")
        below = f'"{number - 1:04d}"' if number > 1 else "None"
        assert f'revision: str = "{number:04d}"' in source
        assert f"down_revision: str | None = {below}" in source
