"""Puts a course together for one language and one region: fallbacks, quizzes, inserts."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lms.content.course_folder import CourseFolder
from lms.content.lesson_file import LessonFile
from lms.content.model import Block, BlockKind, Course, Lesson, Quiz, Region
from lms.content.versions import digest_course


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a course is put together."""

    language: str
    chain: tuple[str, ...]
    """Languages to try in order, beginning with `language` and ending with the original."""
    region: Region | None
    find_quiz: Callable[[str, str], Quiz | None]


def compose_course(folder: CourseFolder, number: int, reader: Reader) -> Course:
    """Put a course together; what a language lacks or has broken comes from the next one of the chain."""
    index = next(
        index
        for code in reader.chain
        if (index := folder.indexes.get(code)) is not None and not index.source.broken
    )
    originals = folder.lessons.get(folder.original, {})
    course = Course(
        id=folder.id,
        number=number,
        kind=folder.kind,
        title=index.title,
        summary=index.summary,
        welcome=index.welcome,
        language=reader.language,
        region=reader.region.id if reader.region else "",
        lessons=tuple(_compose_lesson(folder, original, reader) for original in originals.values()),
        exam=_find(folder.facts.get("exam"), reader),
        form=_find(folder.facts.get("form"), reader),
        requires=folder.facts.get("requires", ()),
        folder=folder.folder,
    )
    return replace(course, digest=digest_course(course, folder.pictures))


def _find(quiz_id: str | None, reader: Reader) -> Quiz | None:
    return reader.find_quiz(quiz_id, reader.language) if quiz_id else None


def _compose_lesson(folder: CourseFolder, original: LessonFile, reader: Reader) -> Lesson:
    found = (folder.lessons.get(code, {}).get(original.id) for code in reader.chain)
    lesson = next((lesson for lesson in found if lesson is not None and not lesson.source.broken), original)
    pages = tuple(
        replace(page, blocks=tuple(_fill(block, lesson.language, reader) for block in page.blocks))
        for page in lesson.pages
    )
    return Lesson(
        id=original.id,
        number=original.number,
        title=lesson.title,
        minutes=original.minutes,
        pages=pages,
        language=lesson.language,
        quiz=_find(original.quiz_id, reader),
        objectives=lesson.facts.get("objectives", ()),
        keywords=lesson.facts.get("keywords", ()),
        source=lesson.source.file,
    )


def _fill(block: Block, language: str, reader: Reader) -> Block:
    """Put the region's insert in the place of the neutral text, if the region has one that the reader can read.

    The language of the lesson comes first, so that a page speaks one language where it can.
    """
    if block.kind is not BlockKind.REGION or reader.region is None:
        return block
    for code in dict.fromkeys((language, *reader.chain)):
        if insert := reader.region.inserts.get(code, {}).get(block.name):
            return replace(block, markdown=insert, language="" if code == language else code)
    return block
