"""What came out when packages were played, kept by their content: the same bytes need no second playing."""

import hashlib
import json
import os
import tempfile
from dataclasses import replace
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lms import pyscorm
from lms.pyscorm.remarks import Remark
from lms.pyscorm.simulator import Outcome, Scenario, SimulationReport

FOLDER = "played"
"""Its name in the folder for all state."""
_HEADER = "lms-played-1"
_MOST = 4_000
"""Outcomes kept; every module in ten languages for all regions is about half of it."""
_IN_MEMORY = 16
"""Reports remembered: a page shows a package, then its button hands out the same one."""
_OUT_OF_TIME = "interrupted"
"""What the engine says at its limit of time: an idle machine may say something else, so that is not kept."""


def play(data: bytes, edition: pyscorm.Version, folder: Path | None = None) -> SimulationReport:
    """Play a package, unless these bytes were played before by the same simulator.

    Outcomes lie in `folder`, one small file each, without the calls. Several processes may use it: files appear
    whole or not at all, and one that is damaged is as good as none.
    """
    if folder is None:
        return _play(data, edition)
    digest = hashlib.sha256(f"{edition.value} ".encode() + data).hexdigest()
    path = folder / f"{simulator_digest()}-{digest}.kept"
    kept = _read(path)
    if kept is None:
        kept = _without_calls(_play(data, edition))
        _keep(path, kept)
    return kept


@cache
def simulator_digest() -> str:
    """Digest what decides about an outcome: all of pyscorm, its scripts and the engine."""
    home = Path(pyscorm.__file__).parent
    total = hashlib.sha256()
    for path in sorted((*home.rglob("*.py"), *home.rglob("*.js"))):
        total.update(f"{path.relative_to(home).as_posix()} ".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    try:
        total.update(version("quickjs-ng").encode())
    except PackageNotFoundError:
        total.update(b"unknown")
    return total.hexdigest()[:16]


@lru_cache(maxsize=_IN_MEMORY)
def _play(data: bytes, edition: pyscorm.Version) -> SimulationReport:
    return pyscorm.simulate(data, edition)


def _without_calls(report: SimulationReport) -> SimulationReport:
    return replace(report, scenarios=tuple(replace(scenario, calls=()) for scenario in report.scenarios))


def _read(path: Path) -> SimulationReport | None:
    try:
        header, _, body = path.read_bytes().partition(b"\n")
        if header == _header(path, body):
            return _load(body)
        path.unlink(missing_ok=True)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _keep(path: Path, report: SimulationReport) -> None:
    """Write an outcome; where that fails, the next process plays again."""
    if any(_OUT_OF_TIME in str(value) for reason in _reasons(report) for value in reason.values.values()):
        return
    try:
        body = _dump(report)
        if _load(body) != report:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_header(path, body) + b"\n" + body)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _forget_old(path.parent)
    except (OSError, ValueError, TypeError):
        return


def _forget_old(folder: Path) -> None:
    """Remove what another simulator found, and the oldest half when there are too many."""
    kept = list(folder.glob("*.kept"))
    foreign = [path for path in kept if not path.name.startswith(f"{simulator_digest()}-")]
    own = sorted(set(kept) - set(foreign), key=_written_at) if len(kept) > _MOST else []
    for path in (*foreign, *own[: len(own) // 2]):
        path.unlink(missing_ok=True)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _header(path: Path, body: bytes) -> bytes:
    """Name the entry and the digest of its text: neither a copy under another name nor half a file is taken."""
    return f"{_HEADER} {path.stem} {hashlib.sha256(body).hexdigest()}".encode()


def _reasons(report: SimulationReport) -> list[Remark]:
    return [reason for scenario in report.scenarios for reason in scenario.reasons]


def _dump(report: SimulationReport) -> bytes:
    scenarios = [
        {
            "id": one.id,
            "item": one.item,
            "item_title": one.item_title,
            "title": [one.title.message_id, one.title.values],
            "outcome": one.outcome.value,
            "reasons": [[reason.message_id, reason.values] for reason in one.reasons],
        }
        for one in report.scenarios
    ]
    told = {"version": report.version.value, "scenarios": scenarios}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def _load(body: bytes) -> SimulationReport:
    told = json.loads(body)
    scenarios = tuple(
        Scenario(
            id=one["id"],
            item=one["item"],
            title=Remark(*one["title"]),
            outcome=Outcome(one["outcome"]),
            reasons=tuple(Remark(*reason) for reason in one["reasons"]),
            calls=(),
            item_title=one["item_title"],
        )
        for one in told["scenarios"]
    )
    return SimulationReport(pyscorm.Version(told["version"]), scenarios)
