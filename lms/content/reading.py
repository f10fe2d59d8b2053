"""Reads all folders of courses and quizzes, before anything is checked against anything else."""

from dataclasses import dataclass, field
from pathlib import Path

from lms.content.course_folder import CourseFolder, read_course
from lms.content.front_matter import Facts
from lms.content.model import Problem, Programme
from lms.content.names import is_kebab
from lms.content.programme_file import read_programme
from lms.content.quiz_folder import QuizFolder, read_quiz_folder
from lms.content.region_folder import RegionFolder, read_region
from lms.content.source_text import Source, name_for_messages


@dataclass(slots=True)
class Folders:
    """Everything that authors wrote, as it stands on disk."""

    courses_root: Path
    quizzes_root: Path
    programme: Programme
    programme_source: Source
    programme_facts: Facts
    courses: dict[str, CourseFolder] = field(default_factory=dict)
    quizzes: dict[str, QuizFolder] = field(default_factory=dict)
    regions: dict[str, RegionFolder] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_folders(courses: Path, quizzes: Path) -> Folders:
    """Read both roots. Folders that begin with `_` or `.` are left alone."""
    problems: list[Problem] = []
    courses, quizzes = courses.resolve(), quizzes.resolve()
    folders = Folders(courses, quizzes, *read_programme(courses, problems), problems=problems)
    for folder in _list_folders(courses, folders):
        if folder.name != "regions":
            folders.courses[folder.name] = read_course(courses, folder, problems)
    for folder in _list_folders(courses / "regions", folders):
        folders.regions[folder.name] = read_region(courses, folder, problems)
    for folder in _list_folders(quizzes, folders):
        folders.quizzes[folder.name] = read_quiz_folder(quizzes, folder, problems)
    return folders


def _list_folders(root: Path, folders: Folders) -> list[Path]:
    """List the folders that hold something; one that has another kind of name is reported and left out."""
    if not root.is_dir():
        return []
    found = [path for path in sorted(root.iterdir()) if path.is_dir() and path.name[0] not in "._"]
    for path in found:
        if not is_kebab(path.name):
            top = folders.quizzes_root if root == folders.quizzes_root else folders.courses_root
            source = Source(name_for_messages(top, path), (), folders.problems)
            source.error(1, f"`{path.name}` is no name for a folder.", "Use small letters, digits and hyphens.")
    return [path for path in found if is_kebab(path.name)]
