"""Which courses and quizzes may be published: those without errors in what they are made of."""

from collections.abc import Iterable

from lms.content.course_folder import CourseFolder
from lms.content.lint.references import list_quiz_uses
from lms.content.model import Problem, QuizKind, Severity
from lms.content.names import is_language
from lms.content.quiz_folder import QuizFolder
from lms.content.reading import Folders

Errors = dict[str, tuple[Problem, ...]]
"""Id -> errors; only ids that have some."""


def find_broken_quizzes(folders: Folders) -> Errors:
    """Collect the errors of each quiz. Errors of a translation keep back that translation only."""
    return {
        quiz.id: errors for quiz in folders.quizzes.values() if (errors := _errors_of_quiz(quiz, folders.problems))
    }


def find_unpublished(folders: Folders, broken_quizzes: Errors) -> Errors:
    """Collect the errors that keep each course back: its own, and those of its lesson quizzes and its exam."""
    found = {}
    for course in folders.courses.values():
        errors = list(_errors_below(folders, course))
        for _source, _line, quiz_id, kind in list_quiz_uses(course):
            if kind is not QuizKind.SURVEY:
                errors += broken_quizzes.get(quiz_id, ())
        if errors:
            found[course.id] = tuple(errors)
    return found


def _errors_of_quiz(quiz: QuizFolder, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    home = quiz.source.file.removesuffix("quiz.md")
    return tuple(
        problem for problem in _errors(problems, home) if not _is_translation(problem, home, quiz.original)
    )


def _errors_below(folders: Folders, course: CourseFolder) -> Iterable[Problem]:
    home = course.source.file.removesuffix("course.md")
    return (
        error for error in _errors(folders.problems, home) if not _is_translation(error, home, course.original)
    )


def _errors(problems: Iterable[Problem], home: str) -> Iterable[Problem]:
    return (
        problem
        for problem in problems
        if problem.severity is Severity.ERROR and problem.place.file.startswith(home)
    )


def _is_translation(problem: Problem, home: str, original: str) -> bool:
    """Say whether a problem stands in another language than the original: `pl/...` or `pl.md`."""
    first = problem.place.file.removeprefix(home).split("/")[0].removesuffix(".md")
    return is_language(first) and first != original
