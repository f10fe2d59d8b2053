"""Makes the planned packages in several processes, and takes up where an earlier run was stopped."""

import csv
import hashlib
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.render import Renderer
from lms.errors import LmsError
from lms.export.bulk.plan import Job, find_courses
from lms.export.bulk.standing import INDEX, Standing, State, claim, note
from lms.export.bulk.whole import write_whole
from lms.export.making import make

_JOURNAL = ".made.csv"
"""File, recipe and SHA-256 of every package that is finished, one line each."""
_Folders = tuple[Path, Path, Path | None, Path | None]
"""Courses, quizzes, kept pages, kept outcomes of playing."""
_TURNS = 8
"""Batches per process: enough that none waits long for the last one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one package."""

    job: Job
    size: int = 0
    digest: str = ""
    is_new: bool = True
    """False when it was there already, made by the same recipe."""
    fault: str = ""
    """Why there is no package, in a sentence; empty if there is one."""


@dataclass
class _Desk:
    catalogue: Catalogue
    renderer: Renderer
    played: Path | None


_desk: _Desk | None = None


def run(
    jobs: Sequence[Job],
    output: Path,
    courses: Path,
    quizzes: Path,
    pages: Path | None,
    processes: int = 0,
    catalogue: Catalogue | None = None,
    played: Path | None = None,
) -> Iterator[Outcome]:
    """Make the packages in a folder; give each outcome as soon as it is known.

    A package that was made by the same recipe and is unharmed is left as it is. Files appear whole or not at all.
    `processes` is how many work at once, 0 = one per processor. Who has read the courses already hands them over
    as `catalogue`; `played` is the folder where outcomes of playing are kept.
    """
    output.mkdir(parents=True, exist_ok=True)
    with claim(output):
        # The lists speak of what was there before; they are written anew at the end.
        (output / INDEX).unlink(missing_ok=True)
        faults: list[str] = []
        made = _run(jobs, output, (courses, quizzes, pages, played), processes or os.cpu_count() or 1, catalogue)
        note(output, Standing(State.RUNNING, 0, len(jobs)))
        for done, outcome in enumerate(made, start=1):
            if outcome.fault:
                faults.append(f"{outcome.job.file}: {outcome.fault}")
            note(output, Standing(State.RUNNING, done, len(jobs), tuple(faults)))
            yield outcome


def _run(
    jobs: Sequence[Job],
    output: Path,
    folders: _Folders,
    processes: int,
    catalogue: Catalogue | None,
) -> Iterator[Outcome]:
    finished = _read_journal(output)
    left: list[Job] = []
    for job in jobs:
        kept = _find_kept(job, output, finished)
        if kept is None:
            left.append(job)
        else:
            yield kept
    courses, quizzes, pages, played = folders
    if left:
        _take(catalogue or load_catalogue(courses, quizzes), pages, played)
    with (output / _JOURNAL).open("a", encoding="utf-8", newline="") as stream:
        for outcome in _make_all(left, output, folders, processes):
            if not outcome.fault:
                csv.writer(stream).writerow([outcome.job.file, outcome.job.recipe, outcome.digest])
                stream.flush()
            yield outcome


def _make_all(jobs: list[Job], output: Path, folders: _Folders, processes: int) -> Iterator[Outcome]:
    if not jobs:
        return
    size = max(1, len(jobs) // (processes * _TURNS))
    batches = [jobs[at : at + size] for at in range(0, len(jobs), size)]
    if processes == 1 or len(batches) == 1:
        for batch in batches:
            yield from _make_batch(batch, output)
        return
    # Copies of this process have everything read; beside other threads a copy may hang, so fresh ones then.
    can_copy = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if can_copy else "spawn")
    workers = min(processes, len(batches))
    with ProcessPoolExecutor(workers, context, initializer=_prepare, initargs=folders) as pool:
        running: list[Future[list[Outcome]]] = [pool.submit(_make_batch, batch, output) for batch in batches]
        try:
            for done in as_completed(running):
                yield from done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _prepare(courses: Path, quizzes: Path, pages: Path | None, played: Path | None) -> None:
    """Begin a worker process: read the courses, unless it is a copy that has them."""
    if _desk is None:
        _take(load_catalogue(courses, quizzes), pages, played)


def _take(catalogue: Catalogue, pages: Path | None, played: Path | None) -> None:
    global _desk  # noqa: PLW0603 - what a process reads once
    _desk = _Desk(catalogue, Renderer(pages), played)


def _make_batch(jobs: list[Job], output: Path) -> list[Outcome]:
    if _desk is None:
        raise RuntimeError("This process was not prepared.")
    outcomes = [_make_one(job, output, _desk) for job in jobs]
    _desk.renderer.store.save()
    return outcomes


def _make_one(job: Job, output: Path, desk: _Desk) -> Outcome:
    try:
        courses = find_courses(desk.catalogue, job.course, job.languages, job.region)
        made = make(
            courses,
            job.version,
            desk.renderer,
            funding=job.funding,
            scos=job.scos,
            contact=job.contact,
            region=job.region_name,
            play=job.play,
            played=desk.played,
            receipts=job.receipts,
        )
    except LmsError as error:
        return Outcome(job, fault=str(error))
    if not made.ready:
        return Outcome(job, fault=str(made.findings[0]))
    try:
        write_whole(output / job.file, made.data)
    except OSError as error:
        return Outcome(job, fault=f"{job.file} could not be written: {error.strerror}.")
    return Outcome(job, len(made.data), made.digest)


def _read_journal(output: Path) -> dict[str, tuple[str, str]]:
    """File -> recipe and digest; a line that was cut off is no line."""
    path = output / _JOURNAL
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        return {row[0]: (row[1], row[2]) for row in csv.reader(stream) if len(row) == 3}


def _find_kept(job: Job, output: Path, finished: dict[str, tuple[str, str]]) -> Outcome | None:
    recipe, digest = finished.get(job.file, ("", ""))
    path = output / job.file
    if recipe != job.recipe or not path.is_file():
        return None
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        return None
    return Outcome(job, len(data), digest, is_new=False)
