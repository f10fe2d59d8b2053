"""Do all languages agree? What is missing, what has drifted from its original?"""

from dataclasses import dataclass

from lms.content.course_folder import CourseFolder
from lms.content.lesson_file import LessonFile
from lms.content.model import BlockKind, Question
from lms.content.quiz_file import QuizFile
from lms.content.quiz_folder import QuizFolder
from lms.content.source_text import Source
from lms.content.versions import mark_of

_NOTES = {BlockKind.REFLECT, BlockKind.SHEET}


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that a language does not have yet; readers get the next language of the chain."""

    language: str
    file: str
    """The file to write, as messages show it."""


def list_missing(course: CourseFolder) -> tuple[Missing, ...]:
    """List the texts that the begun languages of a course still lack."""
    missing = []
    for language in course.languages:
        home = f"{course.source.file.rpartition('/')[0]}/{language}"
        if language not in course.indexes:
            missing.append(Missing(language, f"{home}/index.md"))
        for lesson_id, lesson in course.lessons.get(course.original, {}).items():
            if lesson_id not in course.lessons.get(language, {}):
                missing.append(Missing(language, f"{home}/{lesson.number:02}-{lesson_id}.md"))
    return tuple(missing)


def check_course_languages(course: CourseFolder) -> None:
    """Report lessons of a translation that do not follow their original, and those that are missing."""
    originals = course.lessons.get(course.original, {})
    for language in course.languages[1:]:
        for lesson_id, lesson in course.lessons.get(language, {}).items():
            if lesson_id in originals:
                _check_lesson(lesson, originals[lesson_id])
            else:
                lesson.source.error(
                    1,
                    f"The original, `{course.original}`, has no lesson `{lesson_id}`.",
                    "Rename the file as the original is named.",
                )
    if course.original in course.indexes:
        for gap in list_missing(course):
            if gap.language != course.original:
                Source(gap.file, (), course.source.problems).warning(
                    1, "This text is not yet translated.", "Translate it; until then another language is shown."
                )


def _check_lesson(lesson: LessonFile, original: LessonFile) -> None:
    source = lesson.source
    if lesson.number != original.number:
        source.error(
            1, f"The original has the number {original.number:02}.", "Rename the file as the original is named."
        )
    if len(lesson.pages) != len(original.pages):
        source.error(
            1,
            f"The lesson has {len(lesson.pages)} pages; its original has {len(original.pages)}.",
            "Translate page for page.",
        )
    for page, model in zip(lesson.pages, original.pages, strict=False):
        for kinds in (_NOTES, {BlockKind.REGION}):
            own = [(block.kind, block.name) for block in page.blocks if block.kind in kinds]
            if own != [(block.kind, block.name) for block in model.blocks if block.kind in kinds]:
                line = page.blocks[0].line if page.blocks else 1
                source.error(
                    line,
                    f"The boxes of page {page.number} are not those of the original.",
                    "Give the page the same reflect, sheet and region boxes.",
                )
                break
    mark = lesson.facts.get("source")
    if mark and mark != mark_of(original.source.lines):
        source.warning(
            lesson.facts.line("source"),
            "The original has changed since this was translated.",
            f"Compare, and write `source: {mark_of(original.source.lines)}`.",
        )


def check_quiz_languages(quiz: QuizFolder) -> None:
    """Report a translation of a quiz that asks or grades anything else than its original."""
    if quiz.first is None:
        return
    for language, file in quiz.files.items():
        if language != quiz.original:
            _check_quiz(file, quiz.first)


def _check_quiz(file: QuizFile, original: QuizFile) -> None:
    names = [question.name for question in file.questions]
    wanted = [question.name for question in original.questions]
    own = {question.name: question for question in file.questions}
    for question in original.questions:
        if question.name not in own:
            file.source.error(
                1,
                f"The question `{question.name}` is missing.",
                f"Translate it from `{original.source.file}`, line {question.line}.",
            )
        elif difference := _difference(own[question.name], question):
            file.source.error(
                own[question.name].line,
                f"`{question.name}`: {difference} than in the original.",
                f"Follow `{original.source.file}`, line {question.line}.",
            )
    for name in names:
        if name not in wanted:
            file.source.error(
                own[name].line,
                f"The original has no question `{name}`.",
                "Question names are the same in every language.",
            )
    if sorted(names) == sorted(wanted) and names != wanted:
        wrong = next(name for name, right in zip(names, wanted, strict=True) if name != right)
        file.source.error(
            own[wrong].line,
            "The questions stand in another order than in the original.",
            "Keep the order of the original.",
        )


def _difference(own: Question, original: Question) -> str:
    """Say in what a translated question differs where it must not; empty if in nothing."""
    if own.kind is not original.kind:
        return "another kind of answers"
    if len(own.choices) != len(original.choices):
        return "another number of answers"
    if [choice.right for choice in own.choices] != [choice.right for choice in original.choices]:
        return "other right answers"
    if own.number != original.number:
        return "another number"
    if own.lesson and own.lesson != original.lesson:
        return "another lesson"
    if own.scale and original.scale and _steps(own) != _steps(original):
        return "another scale"
    return ""


def _steps(question: Question) -> tuple[int, int, int, bool]:
    scale = question.scale
    return (scale.low, scale.high, len(scale.labels), bool(scale.way_out)) if scale else (0, 0, 0, False)
