"""Everything that can be learned, by id, language and region; loaded once and read by everybody."""

from dataclasses import dataclass, field
from pathlib import Path

from lms.content.compose import Reader, compose_course
from lms.content.lint import check_folders
from lms.content.model import Course, Problem, Programme, Quiz, Region
from lms.content.publishing import find_broken_quizzes, find_unpublished
from lms.content.quiz_folder import make_quiz
from lms.content.reading import Folders, read_folders


@dataclass(slots=True)
class Catalogue:
    """What authors wrote, without what has errors. Nothing in it changes; a new version is a new catalogue."""

    problems: tuple[Problem, ...]
    """All problems, by file and line."""
    programme: Programme
    regions: dict[str, Region]
    languages: tuple[str, ...]
    """Languages in which at least one published course has a text."""
    unpublished: dict[str, tuple[Problem, ...]]
    """Course id -> the errors that keep it back."""
    unpublished_quizzes: dict[str, tuple[Problem, ...]]
    """Quiz id -> the errors that keep it back."""
    _folders: Folders = field(repr=False)
    _courses: dict[tuple[str, str, str], Course] = field(default_factory=dict, repr=False)
    _quizzes: dict[tuple[str, str], Quiz] = field(default_factory=dict, repr=False)

    @property
    def folders(self) -> Folders:
        """Everything that was read, also what has errors: for those who write it."""
        return self._folders

    def find_course(self, course_id: str, language: str, region: str = "") -> Course | None:
        """Find a published course, composed for a language and a region.

        What the language lacks is taken from the next one of its chain; an unknown region gives the neutral text.
        """
        folder = self._folders.courses.get(course_id)
        if folder is None or course_id in self.unpublished:
            return None
        region = region if region in self.regions else ""
        key = (course_id, language, region)
        if key not in self._courses:
            course = compose_course(
                folder, self._number(course_id), self._reader(folder.original, language, region)
            )
            if not self._is_known(language):
                return course  # Not kept: languages come from addresses, and anybody can invent more of them.
            self._courses[key] = course
        return self._courses[key]

    def list_courses(self, language: str, region: str = "") -> tuple[Course, ...]:
        """List the published courses in the order of the programme."""
        return self._compose_all(self.programme.courses, language, region)

    def list_materials(self, language: str, region: str = "") -> tuple[Course, ...]:
        """List the published materials in the order of the programme."""
        return self._compose_all(self.programme.materials, language, region)

    def list_course_ids(self) -> tuple[str, ...]:
        """List the ids of all published courses and materials in the order of the programme."""
        listed = (*self.programme.courses, *self.programme.materials)
        return tuple(name for name in listed if name in self._folders.courses and name not in self.unpublished)

    def find_quiz(self, quiz_id: str, language: str) -> Quiz | None:
        """Find a quiz, exam or survey without errors, in a language or the next one of its chain."""
        folder = self._folders.quizzes.get(quiz_id)
        if folder is None or quiz_id in self.unpublished_quizzes:
            return None
        for code in self.chain(language, folder.original):
            file = folder.files.get(code)
            if file is not None and not file.source.broken:
                key = (quiz_id, code)
                if key not in self._quizzes:
                    self._quizzes[key] = make_quiz(folder, code)
                return self._quizzes[key]
        return None

    def list_self_assessments(self, language: str) -> tuple[Quiz | None, Quiz | None]:
        """Give the self-assessments before and after the course."""
        before, after = (
            self.find_quiz(name, language) if name else None
            for name in (self.programme.before, self.programme.after)
        )
        return before, after

    def chain(self, language: str, original: str) -> tuple[str, ...]:
        """List the languages to try for a reader of `language`, in order; the original comes last."""
        tried = (language, *self.programme.fallbacks.get(language, ()), original)
        return tuple(dict.fromkeys(tried))

    def _compose_all(self, course_ids: tuple[str, ...], language: str, region: str) -> tuple[Course, ...]:
        found = (self.find_course(course_id, language, region) for course_id in course_ids)
        return tuple(course for course in found if course is not None)

    def _reader(self, original: str, language: str, region: str) -> Reader:
        return Reader(language, self.chain(language, original), self.regions.get(region), self.find_quiz)

    def _number(self, course_id: str) -> int:
        order = self.programme.courses
        return order.index(course_id) + 1 if course_id in order else 0

    def _is_known(self, language: str) -> bool:
        return language in self.languages or language in self.programme.fallbacks


def load_catalogue(courses: Path, quizzes: Path) -> Catalogue:
    """Read and check everything below two folders. Faults never raise: they are the catalogue's `problems`."""
    folders = read_folders(courses, quizzes)
    check_folders(folders)
    broken = find_broken_quizzes(folders)
    unpublished = find_unpublished(folders, broken)
    published = [course for course in folders.courses.values() if course.id not in unpublished]
    originals = {course.original for course in published}
    begun = {code for course in published for code in course.languages}
    return Catalogue(
        problems=tuple(sorted(folders.problems, key=lambda problem: (problem.place.file, problem.place.line))),
        programme=folders.programme,
        regions={name: region.region for name, region in folders.regions.items() if region.region is not None},
        languages=tuple(sorted(begun, key=lambda code: (code not in originals, code))),
        unpublished=unpublished,
        unpublished_quizzes=broken,
        _folders=folders,
    )
