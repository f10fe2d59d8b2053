"""The longest state that a package can come to keep, and the mark of its structure (see assets/state.js)."""

import json
from hashlib import sha256

from lms.content.model import Course, Question, QuestionKind, Quiz

_TYPED = 12
_WRITTEN = 60
_ESCAPED = 9
"""A character of a typed text grows to this at most when it is escaped."""
MOST_PAGES = 50
"""Pages read are kept as the bits of one number."""


def fingerprint(course: Course) -> str:
    """Mark the structure that a kept state belongs to: lessons, pages, questions, and nothing of the words."""
    structure = [[lesson.id, len(lesson.pages), _quiz_structure(lesson.quiz)] for lesson in course.lessons] + [
        _quiz_structure(course.exam)
    ]
    return sha256(json.dumps(structure).encode()).hexdigest()[:8]


def longest_state(course: Course) -> int:
    """How many characters the fullest state of this course has, in UTF-16 units; an upper bound."""
    frame = len("1||") + 8 + 64 + len("|||") + 8
    pages = sum(len(_base36(2 ** len(lesson.pages))) + 1 for lesson in course.lessons)
    quizzes = sum(len("1:2s:") + _answers(lesson.quiz, None) + 1 for lesson in course.lessons if lesson.quiz)
    exam = len("z:zzzzzzz:2s:zzzzzzz:1:") + (_answers(course.exam, course.exam.draw) if course.exam else 0)
    return frame + pages + quizzes + exam


def _quiz_structure(quiz: Quiz | None) -> list[object]:
    if quiz is None:
        return []
    return [quiz.id, [[question.name, question.kind.value, len(question.choices)] for question in quiz.questions]]


def _answers(quiz: Quiz, draw: int | None) -> int:
    sizes = sorted((_size(question) for question in quiz.questions), reverse=True)
    return sum(sizes[:draw]) + len(sizes)


def _size(question: Question) -> int:
    one = len(_base36(max(0, len(question.choices) - 1)))
    match question.kind:
        case QuestionKind.SINGLE:
            return one
        case QuestionKind.NUMBER:
            return _TYPED * _ESCAPED
        case QuestionKind.TEXT:
            return _WRITTEN * _ESCAPED
        case QuestionKind.SCALE:
            return 2
        case _:
            return (one + 1) * len(question.choices)


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = digits[number % 36]
    while number := number // 36:
        text = digits[number % 36] + text
    return text
