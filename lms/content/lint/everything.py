"""Runs all checks over all folders."""

from functools import partial
from pathlib import Path

from lms.content.course_folder import PICTURES, CourseFolder
from lms.content.lint.file_names import check_course_names, check_quiz_names, check_region_names
from lms.content.lint.lessons import check_lesson
from lms.content.lint.pictures import check_picture
from lms.content.lint.quizzes import check_quiz
from lms.content.lint.references import check_references, find_lesson_complaint
from lms.content.lint.text import TextRules, check_text
from lms.content.quiz_folder import QuizFolder
from lms.content.reading import Folders
from lms.content.source_text import Source, name_for_messages
from lms.content.translations import check_course_languages, check_quiz_languages


def check_folders(folders: Folders) -> None:
    """Add every problem of texts, quizzes, pictures, names and references to `folders.problems`."""
    for course in folders.courses.values():
        _check_course(folders, course)
    for quiz in folders.quizzes.values():
        _check_quiz(folders, quiz)
    _check_regions(folders)
    check_references(folders)


def _check_course(folders: Folders, course: CourseFolder) -> None:
    root = folders.courses_root
    check_course_names(root, course.folder, folders.problems)
    for name in course.pictures:
        check_picture(root, course.folder / "images" / name, folders.problems)
    used: set[str] = set()
    for language in course.languages:
        rules = TextRules(
            f"courses/{course.id}",
            frozenset(course.pictures),
            partial(find_lesson_complaint, folders, course.id, language),
        )
        if index := course.indexes.get(language):
            used |= check_text(index.source, index.line, index.welcome, rules)
        for lesson in course.lessons.get(language, {}).values():
            used |= check_lesson(lesson, course.kind, language == course.original, rules)
    check_course_languages(course)
    for name in sorted(set(course.pictures) - used):
        stem, _, ending = name.partition(".")
        if f"{stem}.{ending.rpartition('.')[2]}" not in used:
            path = course.folder / "images" / name
            unused = Source(name_for_messages(root, path), (), folders.problems)
            unused.warning(1, "No lesson shows this picture.", "Use it, or delete it.")


def _check_quiz(folders: Folders, quiz: QuizFolder) -> None:
    root = folders.quizzes_root
    check_quiz_names(root, quiz.folder, folders.problems)
    pictures = _list_pictures(quiz.folder / "images")
    for path in pictures:
        check_picture(root, path, folders.problems)
    for language in quiz.files:
        check_quiz(quiz, language, frozenset(path.name for path in pictures))
    check_quiz_languages(quiz)


def _list_pictures(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*")) if path.suffix in PICTURES]


def _check_regions(folders: Folders) -> None:
    for region in folders.regions.values():
        check_region_names(folders.courses_root, folders.courses_root / "regions" / region.id, folders.problems)
        for file in region.inserts:
            rules = TextRules(
                "courses/regions", find_lesson=partial(find_lesson_complaint, folders, "", file.language)
            )
            for block in file.inserts.values():
                check_text(file.source, block.line, block.markdown, rules)
