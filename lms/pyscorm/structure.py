"""What a content's kept state refers to: lessons, pages and questions by their places, told by the package.

SCORM leaves `cmi.suspend_data` to the content (Run-Time Environment 1.2, section 3.4; 2004, section 4.2), so no
platform can tell whether a newer package understands what an older one kept. With `structure.json` inside, we can.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .errors import ScormError
from .remarks import Remark, remark

STRUCTURE = "structure.json"
"""The file's name in the package."""
_FORMAT = 1
_BROKEN = "The file structure.json cannot be read: %(fault)s"


@dataclass(frozen=True, slots=True)
class QuestionShape:
    """One question as far as a kept answer depends on it."""

    name: str
    kind: str
    choices: int = 0


@dataclass(frozen=True, slots=True)
class QuizShape:
    """A quiz or an exam: its questions in order."""

    id: str
    questions: tuple[QuestionShape, ...]


@dataclass(frozen=True, slots=True)
class LessonShape:
    """A lesson: the names of its pages in order, and the quiz at its end."""

    id: str
    pages: tuple[str, ...]
    quiz: QuizShape | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """What the content's state is built on; answers and pages are kept by their places in these lists."""

    state_format: str
    """Version of the way in which the state is written."""
    fingerprint: str
    """Anything that changes whenever the lists below change."""
    lessons: tuple[LessonShape, ...]
    exam: QuizShape | None = None
    reads: tuple[str, ...] = ()
    """Older state formats that the content still takes up."""

    def accepts(self, older: "Structure") -> tuple[Remark, ...]:
        """List why a state kept by a package of the structure `older` cannot be taken up; empty if it can.

        Whatever is appended (pages to a lesson, lessons, questions to a quiz, a quiz where there was none) leaves
        the kept places alone; whatever is moved, removed, renamed or of another kind does not.
        """
        return tuple(_refusals(older, self))

    def to_json(self) -> str:
        """Write `structure.json`; the same structure gives the same text."""
        data = {
            "format": _FORMAT,
            "state_format": self.state_format,
            "reads": list(self.reads),
            "fingerprint": self.fingerprint,
            "lessons": [
                {"id": lesson.id, "pages": list(lesson.pages), "quiz": _quiz_data(lesson.quiz)}
                for lesson in self.lessons
            ],
            "exam": _quiz_data(self.exam),
        }
        return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @staticmethod
    def from_json(text: str | bytes) -> "Structure":
        """Read `structure.json`; raises ScormError when it is not one."""
        try:
            data = json.loads(text)
            if data["format"] != _FORMAT:
                raise ScormError(_BROKEN, fault=f"format {data['format']}")
            return Structure(
                state_format=_text(data["state_format"]),
                fingerprint=_text(data["fingerprint"]),
                lessons=tuple(_read_lesson(lesson) for lesson in data["lessons"]),
                exam=_read_quiz(data["exam"]),
                reads=tuple(_text(one) for one in data["reads"]),
            )
        except (ValueError, KeyError, TypeError, RecursionError) as fault:
            raise ScormError(_BROKEN, fault=f"{type(fault).__name__} {fault}") from fault


def _quiz_data(quiz: QuizShape | None) -> dict[str, Any] | None:
    if quiz is None:
        return None
    questions = [{"name": one.name, "kind": one.kind, "choices": one.choices} for one in quiz.questions]
    return {"id": quiz.id, "questions": questions}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _read_quiz(data: dict[str, Any] | None) -> QuizShape | None:
    if data is None:
        return None
    questions = tuple(
        QuestionShape(_text(one["name"]), _text(one["kind"]), int(one["choices"])) for one in data["questions"]
    )
    return QuizShape(_text(data["id"]), questions)


def _read_lesson(data: dict[str, Any]) -> LessonShape:
    return LessonShape(_text(data["id"]), tuple(_text(page) for page in data["pages"]), _read_quiz(data["quiz"]))


def _refusals(old: Structure, new: Structure) -> Iterator[Remark]:
    if old.state_format not in (new.state_format, *new.reads):
        yield remark(
            "The state is written in another way (%(old)s, now %(new)s), which the new package does not read.",
            old=old.state_format,
            new=new.state_format,
        )
    yield from _lessons(old, new)
    yield from _exam(old.exam, new.exam)


def _lessons(old: Structure, new: Structure) -> Iterator[Remark]:
    newer = {lesson.id: lesson for lesson in new.lessons}
    for place, lesson in enumerate(old.lessons):
        if lesson.id not in newer:
            yield remark("The lesson %(lesson)s is gone or has another name.", lesson=lesson.id)
        elif place >= len(new.lessons) or new.lessons[place].id != lesson.id:
            yield remark("The lesson %(lesson)s stands at another place.", lesson=lesson.id)
        else:
            yield from _pages(lesson, newer[lesson.id])
            yield from _lesson_quiz(lesson, newer[lesson.id])


def _pages(old: LessonShape, new: LessonShape) -> Iterator[Remark]:
    if new.pages[: len(old.pages)] == old.pages:
        return
    gone = [page for page in old.pages if page not in new.pages]
    if gone:
        yield remark(
            "Pages of the lesson %(lesson)s are gone or have other names: %(pages)s.",
            lesson=old.id,
            pages=", ".join(gone),
        )
    else:
        yield remark("Pages of the lesson %(lesson)s stand at other places.", lesson=old.id)


def _lesson_quiz(old: LessonShape, new: LessonShape) -> Iterator[Remark]:
    if old.quiz is None:
        return
    if new.quiz is None or new.quiz.id != old.quiz.id:
        yield remark(
            "The quiz %(quiz)s of the lesson %(lesson)s is gone or has another name.",
            quiz=old.quiz.id,
            lesson=old.id,
        )
    else:
        yield from _questions(old.quiz, new.quiz)


def _exam(old: QuizShape | None, new: QuizShape | None) -> Iterator[Remark]:
    if old is None and new is None:
        return
    if old is None:
        yield remark("There is an exam now: who was done is so no longer.")
    elif new is None or new.id != old.id:
        yield remark("The exam %(quiz)s is gone or has another name.", quiz=old.id)
    else:
        yield from _questions(old, new)
        if len(new.questions) > len(old.questions):
            yield remark("The exam has more questions: a try that is under way would be asked others.")


def _questions(old: QuizShape, new: QuizShape) -> Iterator[Remark]:
    newer = {question.name: question for question in new.questions}
    for place, question in enumerate(old.questions):
        facts = {"question": question.name, "quiz": old.id}
        now = newer.get(question.name)
        if now is None:
            yield remark("The question %(question)s of %(quiz)s is gone or has another name.", **facts)
        elif place >= len(new.questions) or new.questions[place].name != question.name:
            yield remark("The question %(question)s of %(quiz)s stands at another place.", **facts)
        elif now.kind != question.kind:
            yield remark("The question %(question)s of %(quiz)s is of another kind.", **facts)
        elif now.choices != question.choices:
            yield remark("The question %(question)s of %(quiz)s has another number of choices.", **facts)
