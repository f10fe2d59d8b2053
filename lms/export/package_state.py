"""What a package's kept state is built on: marks of lessons and questions, the fingerprint, the longest state.

The twin of assets/state.js.
"""

import json
from collections.abc import Iterable
from hashlib import sha256

from lms.content.model import Course, Lesson, Question, QuestionKind, Quiz
from lms.pyscorm import LessonShape, QuestionShape, QuizShape, Structure

STATE_FORMAT = "2"
READS = ("1",)
"""Older formats that the script takes up."""
MOST_PAGES = 50
"""Pages read are kept as the bits of one number; several choices likewise."""
_MARK = 3
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TYPED = 17
"""A number: sign, nine digits, point, six decimals."""
_WRITTEN = 30 * 12
"""Thirty characters of own words, each up to four escaped bytes."""


def lesson_marks(lessons: Iterable[Lesson]) -> dict[str, str]:
    """Give each lesson the short name under which its state is kept: id -> mark."""
    return _marks((lesson.id, lesson.id) for lesson in lessons)


def question_marks(quiz: Quiz) -> dict[str, str]:
    """Give each question of a quiz its short name: name -> mark.

    It changes with the kind and the number of choices, so an answer to another question is never taken for one.
    """
    return _marks((one.name, f"{one.name} {one.kind.value} {len(one.choices)}") for one in quiz.questions)


def _marks(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name, text in named:
        number = 0
        # Whoever comes first keeps its mark, so what is appended later changes nobody else's.
        while (mark := _mark(text, number)) in taken:
            number += 1
        taken.add(mark)
        found[name] = mark
    return found


def _mark(text: str, number: int) -> str:
    digest = sha256(f"{text} {number}".encode() if number else text.encode()).digest()
    return _base36(int.from_bytes(digest[:8]) % 36**_MARK).rjust(_MARK, "0")


def fingerprint(course: Course) -> str:
    """Mark the structure that a kept state belongs to: lessons, pages, questions, and nothing of the words."""
    structure = [[lesson.id, len(lesson.pages), _quiz_structure(lesson.quiz)] for lesson in course.lessons] + [
        _quiz_structure(course.exam)
    ]
    return sha256(json.dumps(structure).encode()).hexdigest()[:8]


def structure(course: Course) -> Structure:
    """Tell what the kept state is built on, for those who compare packages."""
    return Structure(
        state_format=STATE_FORMAT,
        fingerprint=fingerprint(course),
        lessons=tuple(
            LessonShape(lesson.id, tuple(str(page.number) for page in lesson.pages), _shape(lesson.quiz))
            for lesson in course.lessons
        ),
        exam=_shape(course.exam),
        reads=READS,
    )


def longest_state(course: Course) -> int:
    """How many characters the fullest state of this course has, in UTF-16 units; an upper bound."""
    frame = len("2||en||||") + 8 + _MARK + len(".50") + 7
    lessons = sum(
        _MARK + len(_base36(2 ** len(lesson.pages))) + len("/:12s:") + _answers(lesson.quiz)
        for lesson in course.lessons
    )
    exam = len("z:zzzzzzz:2t:zzzzzzz:1:") + _answers(course.exam)
    return frame + lessons + exam


def _shape(quiz: Quiz | None) -> QuizShape | None:
    if quiz is None:
        return None
    return QuizShape(
        quiz.id, tuple(QuestionShape(one.name, one.kind.value, len(one.choices)) for one in quiz.questions)
    )


def _quiz_structure(quiz: Quiz | None) -> list[object]:
    if quiz is None:
        return []
    return [quiz.id, [[question.name, question.kind.value, len(question.choices)] for question in quiz.questions]]


def _answers(quiz: Quiz | None) -> int:
    if quiz is None:
        return 0
    sizes = sorted((_MARK + _size(question) + 1 for question in quiz.questions), reverse=True)
    return sum(sizes[: quiz.draw])


def _size(question: Question) -> int:
    count = len(question.choices)
    one = len(_base36(max(0, count - 1)))
    match question.kind:
        case QuestionKind.SINGLE:
            return one
        case QuestionKind.MULTIPLE:
            return len(_base36(2**count))
        case QuestionKind.NUMBER:
            return _TYPED
        case QuestionKind.TEXT:
            return _WRITTEN
        case QuestionKind.SCALE:
            return 2
        case _:
            return (one + 1) * count


def _base36(number: int) -> str:
    text = _DIGITS[number % 36]
    while number := number // 36:
        text = _DIGITS[number % 36] + text
    return text
