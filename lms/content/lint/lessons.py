"""Checks lessons: boxes, length, minutes, the last page."""

import re

from lms.content.lesson_file import LessonFile
from lms.content.lint.text import TextRules, check_text
from lms.content.model import Block, BlockKind, CourseKind
from lms.content.source_text import Source

_LONGEST, _SHORTEST = 1800, 400
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MINUTES = re.compile(r"\D{1,30}\d{1,3}\b.{1,30}")
_BEFORE_ANSWER = {BlockKind.SCENARIO, BlockKind.ACTIVITY}


def check_lesson(lesson: LessonFile, kind: CourseKind, original: bool, rules: TextRules) -> set[str]:
    """Report the faults of a lesson; give the names of the pictures it uses."""
    used: set[str] = set()
    source = lesson.source
    for page in lesson.pages:
        before: Block | None = None
        for block in page.blocks:
            used |= check_text(source, block.line, block.markdown, rules)
            _check_box(source, block, before)
            before = block
    if kind is CourseKind.COURSE and original:
        _check_course_lesson(lesson)
    return used


def _check_course_lesson(lesson: LessonFile) -> None:
    source = lesson.source
    if "minutes" not in lesson.facts.lines:
        source.error(1, "The minutes are missing.", "Add a line such as `minutes: 20` between the dashes.")
    if not lesson.facts.get("objectives"):
        source.warning(
            1, "The lesson names no objectives.", "Add a line `objectives: ...; ...` between the dashes."
        )
    blocks = [block for page in lesson.pages for block in page.blocks]
    words = sum(len(block.markdown.split()) for block in blocks)
    if words > _LONGEST:
        source.warning(
            1,
            f"The lesson has {words} words; more than {_LONGEST} tire.",
            "Shorten it, or make two lessons of it.",
        )
    elif words < _SHORTEST:
        source.warning(
            1,
            f"The lesson has {words} words; fewer than {_SHORTEST} are hardly a lesson.",
            "Say more, or join it to another.",
        )
    if not any(block.kind in (BlockKind.REFLECT, BlockKind.SHEET) for block in blocks):
        source.warning(1, "The lesson has no reflection.", "Add a box `!!! reflect` with one question.")


def _check_box(source: Source, block: Block, before: Block | None) -> None:
    if block.kind is BlockKind.FACT and block.markdown:
        _check_fact(source, block)
    elif block.kind is BlockKind.ACTIVITY and not _MINUTES.match(block.markdown.split("\n")[0]):
        source.warning(
            block.line,
            "The activity does not say how long it takes.",
            "Begin it with a line: `About 5 minutes.`, say.",
        )
    elif block.kind is BlockKind.ANSWER and (before is None or before.kind not in _BEFORE_ANSWER):
        source.warning(
            block.line, "This answer follows neither a scenario nor an activity.", "Put it right below its box."
        )


def _check_fact(source: Source, block: Block) -> None:
    cut = block.markdown.rfind("\n\n")
    word, colon, name = block.markdown[cut + 2 :].partition(":")
    line = block.line + block.markdown.count("\n", 0, cut + 2)
    if cut < 0 or not colon or not word.isalpha() or not name.strip():
        source.error(block.line, "This fact has no source.", "End the box with a paragraph `Source: Name, year`.")
    elif not _YEAR.search(name):
        source.error(line, "The source has no year.", "Write `Source: Name, year`.")
