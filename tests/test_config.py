"""Settings: read once, all mistakes told at once."""

from pathlib import Path

import pytest

from lms.config import from_env, kept_secret
from lms.errors import InvalidConfig


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    for name in ("courses", "quizzes"):
        (tmp_path / name).mkdir()
    return {
        "LMS_VAR": str(tmp_path / "var"),
        "LMS_COURSES": str(tmp_path / "courses"),
        "LMS_QUIZZES": str(tmp_path / "quizzes"),
    }


def test_without_settings_the_state_lies_in_one_folder(environ: dict[str, str], tmp_path: Path):
    config = from_env(environ)
    assert config.database_url == f"sqlite:///{tmp_path}/var/lms.sqlite"
    assert not config.demo
    assert not config.secure
    assert config.prefix == ""


def test_invented_people_have_a_database_of_their_own(environ: dict[str, str]):
    assert from_env(environ | {"LMS_DEMO": "yes"}).database_url.endswith("/demo.sqlite")


def test_every_mistake_is_told_at_once(environ: dict[str, str]):
    wrong = environ | {
        "LMS_COURSES": "/nowhere",
        "LMS_DATABASE_URL": "mysql://x",
        "LMS_BASE_URL": "example.eu",
        "LMS_SECRET_KEY": "short",
        "LMS_DEMO": "perhaps",
        "LMS_MAIL_SERVER": "mail.example.eu",
        "LMS_MAIL_FROM": "nobody",
        "LMS_TRUSTED_PROXIES": "many",
        "LMS_HIDDEN_BELOW": "1",
        "LMS_COLOUR": "blue",
    }
    with pytest.raises(InvalidConfig) as caught:
        from_env(wrong)
    told = {line.split(":")[0] for line in caught.value.complaints}
    assert told == set(wrong) - {"LMS_VAR", "LMS_QUIZZES"}


def test_the_address_decides_on_https_and_prefix(environ: dict[str, str]):
    config = from_env(environ | {"LMS_BASE_URL": "https://learning.example.eu/belong/"})
    assert config.secure
    assert config.prefix == "/belong"


def test_a_postgresql_address_is_understood_as_people_write_it(environ: dict[str, str]):
    config = from_env(environ | {"LMS_DATABASE_URL": "postgres://u:p@db/lms"})
    assert config.database_url == "postgresql+psycopg://u:p@db/lms"


def test_the_secret_is_made_once_and_read_by_nobody_else(tmp_path: Path):
    first = kept_secret(tmp_path)
    assert len(first) > 40
    assert kept_secret(tmp_path) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_secret_from_the_environment_is_taken(environ: dict[str, str]):
    assert from_env(environ | {"LMS_SECRET_KEY": "x" * 40}).secret_key == "x" * 40
