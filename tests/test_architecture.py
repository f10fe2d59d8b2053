"""The house keeps its order: who imports whom, how long files are, who commits, where the doors are."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import lms.models  # noqa: F401  (fills the metadata)
from lms.app import create_app
from lms.config import KNOWN
from lms.db import Base
from lms.web import DOORS
from tests.database import make_config

ROOT = Path(__file__).parents[1]
LMS = ROOT / "lms"
LONGEST_FILE = 400
IN_ONE_PIECE = {"lms/pyscorm/runtime/scorm.js": 60_000}
"""Files that travel whole inside packages: path -> most bytes."""
OPEN = {"static", "public", "receipts"}
ROOMS = (
    "content",
    "rules",
    "models",
    "intake",
    "export",
    "services",
    "reports",
    "db",
    "pyscorm",
    "web",
    "cli",
    "templates",
    "static",
    "translations",
)
_OUTSIDE = re.compile(r"""(?:src|href|action|url\(|@import)\s*=?\s*["'(]?\s*(?:https?:)?//""", re.IGNORECASE)
_INLINE = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=|\sstyle\s*=\s*[\"']|<script(?![^>]*\bsrc=)", re.IGNORECASE)


def files(folder: Path, *endings: str) -> Iterator[Path]:
    """List the files of a folder that we wrote."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in endings and not {"node_modules", "__pycache__"} & set(path.parts):
            yield path


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    data = ROOT / "tests" / "data"
    folder = tmp_path_factory.mktemp("state")
    return create_app(make_config(folder, courses=data / "courses", quizzes=data / "quizzes"))


def test_the_import_contracts_hold() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_file_is_longer_than_the_house_allows() -> None:
    written = [
        *files(LMS, ".py", ".js", ".css", ".html"),
        *files(ROOT / "tests", ".py", ".js"),
        *files(ROOT / "benchmarks", ".py"),
    ]
    assert len(written) > 100
    long = [
        str(path.relative_to(ROOT))
        for path in written
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ]
    assert set(long) <= set(IN_ONE_PIECE)
    for name, most in IN_ONE_PIECE.items():
        assert (ROOT / name).stat().st_size < most


def test_only_the_database_module_commits() -> None:
    committing = [
        path.relative_to(LMS).as_posix()
        for path in files(LMS, ".py")
        if ".commit(" in path.read_text(encoding="utf-8")
    ]
    assert committing == ["db/__init__.py"]


def test_nobody_catches_everything() -> None:
    catching = [
        path.relative_to(LMS).as_posix()
        for path in files(LMS, ".py")
        if re.search(r"except(?:\s+Exception\b|\s*:)", path.read_text(encoding="utf-8"))
    ]
    assert catching == []


def test_every_column_says_whether_it_is_personal() -> None:
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    assert len(columns) > 50
    assert [str(column) for column in columns if "personal" not in column.info] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(LMS).as_posix()
        for path in files(LMS, ".py")
        if not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_every_route_stands_behind_a_door_with_one_guard(app: Flask) -> None:
    doors = set(app.blueprints)
    assert len(DOORS) >= 3
    for rule in app.url_map.iter_rules():
        assert rule.endpoint == "static" or rule.endpoint.split(".")[0] in doors, rule
    for name in doors:
        assert len(app.before_request_funcs.get(name, [])) == 1, name


def test_whoever_is_not_signed_in_comes_no_further_than_the_open_door(app: Flask) -> None:
    client = app.test_client()
    closed = [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] not in OPEN]
    assert len(closed) > 15
    for rule in closed:
        path = re.sub(r"<(?:(int):)?[^>]+>", lambda found: "1" if found.group(1) else "x", rule.rule)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = client.open(path, method=method)
            assert answer.status_code in (302, 400, 401, 404), f"{method} {path}: {answer.status_code}"
            if answer.status_code == 302:
                assert answer.location.startswith("/sign-in"), path
            answer.close()


def test_every_setting_is_described_for_who_installs() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(name for name in KNOWN if name not in text) == []


def test_every_room_is_on_the_map_for_who_builds() -> None:
    text = (LMS / "README.md").read_text(encoding="utf-8")
    assert [room for room in ROOMS if f"{room}/" not in text] == []
    folders = {path.name for path in LMS.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(ROOMS)


def test_every_command_is_named_for_who_runs_it() -> None:
    from lms.__main__ import gather

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in gather().commands if f"lms {name}" not in text] == []


def test_no_page_style_or_script_asks_another_host() -> None:
    asking = [
        str(path.relative_to(LMS))
        for folder in (LMS / "templates", LMS / "static")
        for path in files(folder, ".html", ".css", ".js", ".svg")
        if _OUTSIDE.search(path.read_text(encoding="utf-8"))
    ]
    assert asking == []


def test_no_page_carries_inline_scripts_or_styles() -> None:
    carrying = [
        str(path.relative_to(LMS))
        for path in files(LMS / "templates", ".html")
        if _INLINE.search(path.read_text(encoding="utf-8"))
    ]
    assert carrying == []


def test_the_sheets_that_packages_use_know_nothing_of_the_site() -> None:
    for name in ("lesson.css", "quiz.css"):
        text = (LMS / "static" / "css" / name).read_text(encoding="utf-8")
        for word in ("site-", ".wrap", ".menu", "body", "main", ".button"):
            assert word not in text, f"{name}: {word}"
