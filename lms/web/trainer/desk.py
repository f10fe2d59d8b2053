"""The files as they stand now: a trainer who saves a file and reloads the page sees what was saved."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.course_folder import CourseFolder
from lms.content.model import Course
from lms.errors import NotFound
from lms.web import context

_KEY = "trainer.desk"
_LOCK = threading.Lock()

Stamp = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class _Desk:
    stamp: Stamp
    catalogue: Catalogue


def catalogue() -> Catalogue:
    """Give everything that was written, read again when a file was added, changed or taken away."""
    held = context.lms()
    folders = (held.config.courses, held.config.quizzes)
    # The stamp is taken before the reading: what is saved in between is read with the next page.
    stamp = _stamp(folders)
    with _LOCK:
        desk = held.kept.get(_KEY)
        if desk is None or desk.stamp != stamp:
            desk = held.kept[_KEY] = _Desk(stamp, load_catalogue(*folders))
    return desk.catalogue


def get_folder(course_id: str) -> CourseFolder:
    """Give a course as its author left it, published or not, or say that there is none."""
    folder = catalogue().folders.courses.get(course_id)
    if folder is None:
        raise NotFound("There is no such course.")
    return folder


def get_course(course_id: str, language: str, region: str) -> Course:
    """Give a course without faults, or say that there is none."""
    course = catalogue().find_course(course_id, language, region)
    if course is None:
        raise NotFound("There is no such course.")
    return course


def differs_from_site(course_id: str) -> bool:
    """Say whether trainees see another text than these files hold: the service read them when it started."""
    ours, theirs = catalogue(), context.lms().catalogue
    if _inserts(ours) != _inserts(theirs):
        return True
    languages = ours.folders.courses[course_id].languages
    return any(_digest(ours, course_id, code) != _digest(theirs, course_id, code) for code in languages)


def _inserts(catalogue: Catalogue) -> dict[str, object]:
    return {region.id: region.inserts for region in catalogue.regions.values()}


def _digest(catalogue: Catalogue, course_id: str, language: str) -> str:
    course = catalogue.find_course(course_id, language)
    return course.digest if course else ""


def _stamp(folders: tuple[Path, ...]) -> Stamp:
    return frozenset(entry for folder in folders for entry in _files(str(folder)))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    for home, _folders, names in os.walk(folder):
        for name in names:
            path = f"{home}/{name}"
            try:
                facts = os.stat(path)  # noqa: PTH116 - hundreds of files with every page
            except FileNotFoundError:  # taken away just now
                continue
            yield path, facts.st_mtime_ns, facts.st_size
