"""All packages at once: begun, stopped and taken up from a page, made by a process of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.errors import InvalidInput
from lms.export import bulk
from lms.export.bulk import Entry, Standing, State, Wish
from lms.export.package_parts import Scos
from lms.language import N_
from lms.services import audit

_LOG = ".log"
_started: list[subprocess.Popen[bytes]] = []
"""What this process has begun; looked after, so that the system can forget those that have ended."""
_LISTS = ("index.html", "index.csv", "SHA256SUMS")


def folder_of(config: Config) -> Path:
    """Where the packages lie."""
    return config.var / ("packages-demo" if config.demo else "packages")


def find_standing(config: Config) -> Standing:
    """Say how far it is."""
    _started[:] = [process for process in _started if process.poll() is None]
    return bulk.find_standing(folder_of(config))


def begin(config: Config, catalogue: Catalogue, wish: Wish, actor_id: int, origin: str, now: datetime) -> None:
    """Begin to make all packages of a wish, or go on where an earlier run was stopped.

    A process of its own does it, so it lives on when this one is started anew. Raises `InvalidInput` when one is
    under way, or when a package cannot be planned.
    """
    if find_standing(config).state is State.RUNNING:
        raise InvalidInput(N_("Packages are being made already. Wait until they are done, or stop that."))
    jobs = bulk.plan(catalogue, wish)
    folder = folder_of(config)
    folder.mkdir(parents=True, exist_ok=True)
    # Known at once, so that the next page does not say that nothing was begun.
    bulk.note(folder, Standing(State.STOPPED, 0, len(jobs)))
    detail = f"{len(jobs)} packages, {' '.join(wish.languages)}, {' '.join(wish.versions)}"
    audit.record("packages.begun", actor_id, "packages", "", detail, origin, now)
    with (folder / _LOG).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command; every word of it was checked
            [sys.executable, "-m", "lms", "export", "all", *_options(wish, folder)],
            env=_environment(config),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _started.append(process)


def stop(config: Config, actor_id: int, origin: str, now: datetime) -> bool:
    """Stop it; what is finished stays and is not made again."""
    stopped = bulk.stop(folder_of(config))
    if stopped:
        audit.record("packages.stopped", actor_id, "packages", "", "", origin, now)
    return stopped


def list_packages(config: Config) -> tuple[Entry, ...]:
    """List what lies there, once all are done."""
    return bulk.read_index(folder_of(config))


def find_package(config: Config, name: str) -> Path | None:
    """Find a finished package by the name it has in the list, and no other file."""
    listed = any(entry.file == name for entry in list_packages(config))
    return folder_of(config) / name if listed else None


def pack_all(config: Config) -> Path | None:
    """Put all finished packages and their lists into one zip, elsewhere; None where nothing is finished."""
    entries, folder = list_packages(config), folder_of(config)
    if not entries:
        return None
    handle, path = tempfile.mkstemp(prefix="packages-", suffix=".zip")
    with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in (*_LISTS, *(entry.file for entry in entries)):
            # One date for all: the same packages give the same bytes.
            with (
                archive.open(zipfile.ZipInfo(f"packages/{name}"), "w") as target,
                (folder / name).open("rb") as source,
            ):
                shutil.copyfileobj(source, target)
    return Path(path)


def _options(wish: Wish, folder: Path) -> list[str]:
    options = {
        "--output": str(folder),
        "--languages": ",".join(wish.languages),
        "--regions": ",".join(region or "neutral" for region in wish.regions),
        "--versions": ",".join(wish.versions),
        "--scos": wish.scos.value,
    }
    words = [word for pair in options.items() for word in pair]
    if wish.scos is Scos.COURSE:
        words.append("--receipts")
    if wish.together:
        words.append("--together")
    if wish.fall_back:
        words.append("--fallback")
    return words


def _environment(config: Config) -> dict[str, str]:
    """Give the other process the settings of this one, whatever they came from."""
    own = {
        "LMS_VAR": str(config.var),
        "LMS_COURSES": str(config.courses),
        "LMS_QUIZZES": str(config.quizzes),
        "LMS_DATABASE_URL": config.database_url,
        "LMS_SECRET_KEY": config.secret_key,
        "LMS_BASE_URL": config.base_url,
        "LMS_DEMO": "yes" if config.demo else "no",
        "LMS_CONTACT": config.contact,
        "LMS_FUNDING": "yes" if config.funding else "no",
    }
    # Another directory than the project's may be the present one; the package must be found all the same.
    home = str(Path(__file__).parents[2])
    path = os.pathsep.join(part for part in (home, os.environ.get("PYTHONPATH", "")) if part)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return {**inherited, **own, "PYTHONPATH": path}
