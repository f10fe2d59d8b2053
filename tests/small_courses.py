"""A programme of two small courses, made of objects: `basics` with an exam and a form, then `further`."""

from dataclasses import replace
from typing import Any

from lms.content.model import (
    Choice,
    Course,
    CourseKind,
    Lesson,
    Page,
    Programme,
    Question,
    QuestionKind,
    Quiz,
    QuizKind,
    Scale,
)

NEEDS, BEFORE, AFTER = "needs", "before", "after"
PROGRAMME = Programme(courses=("basics", "further"), needs=NEEDS, before=BEFORE, after=AFTER)


def make_single(name: str, right: int = 0, count: int = 3, lesson: str = "") -> Question:
    """A question with one right answer."""
    choices = tuple(Choice(f"answer {place}", right=place == right) for place in range(count))
    return Question(name, QuestionKind.SINGLE, "Which?", choices=choices, lesson=lesson)


def make_lesson_quiz(quiz_id: str) -> Quiz:
    """Three questions of different kinds, tried as often as one likes."""
    questions = (
        make_single("one"),
        Question("many", QuestionKind.MULTIPLE, "Which?", (Choice("a", True), Choice("b"), Choice("c", True))),
        Question("how-many", QuestionKind.NUMBER, "How many?", number=("6.4", "0.2")),
    )
    return Quiz(quiz_id, QuizKind.QUIZ, "Questions", questions, "en", digest=f"digest of {quiz_id}")


def make_exam(quiz_id: str, **changes: Any) -> Quiz:
    """Two of four questions are drawn; three tries, then a day's pause."""
    questions = tuple(make_single(f"q{number}", lesson="first") for number in range(4))
    exam = Quiz(
        quiz_id,
        QuizKind.EXAM,
        "Exam",
        questions,
        "en",
        pass_mark=70,
        attempts=3,
        pause_hours=24,
        draw=2,
        shuffle=True,
        digest=f"digest of {quiz_id}",
    )
    return replace(exam, **changes)


def make_survey(survey_id: str, **changes: Any) -> Quiz:
    """Two sections of sentences with a scale, and a free text."""
    scale = Scale(1, 5, ("never", "always"), way_out="does not apply")
    questions = (
        *(
            Question(f"a{number}", QuestionKind.SCALE, "I do.", scale=scale, section="Attitudes")
            for number in range(5)
        ),
        *(
            Question(f"s{number}", QuestionKind.SCALE, "I can.", scale=scale, section="Skills")
            for number in range(2)
        ),
        Question("own", QuestionKind.TEXT, "In your own words", section="More"),
    )
    survey = Quiz(survey_id, QuizKind.SURVEY, "Survey", questions, "en", anonymous=True, optional=True, digest="d")
    return replace(survey, **changes)


def make_lesson(lesson_id: str, number: int, pages: int = 2, quiz: bool = True) -> Lesson:
    """A lesson of empty pages."""
    return Lesson(
        id=lesson_id,
        number=number,
        title=lesson_id.capitalize(),
        minutes=20,
        pages=tuple(Page(page, f"Page {page}", ()) for page in range(1, pages + 1)),
        language="en",
        quiz=make_lesson_quiz(f"{lesson_id}-quiz") if quiz else None,
    )


def make_course(course_id: str = "basics", number: int = 1, **changes: Any) -> Course:
    """Two lessons, an exam and a form."""
    first, second = ("first", "second") if course_id == "basics" else (f"{course_id}-1", f"{course_id}-2")
    course = Course(
        id=course_id,
        number=number,
        kind=CourseKind.COURSE,
        title=course_id.capitalize(),
        summary="",
        welcome="",
        language="en",
        region="",
        lessons=(make_lesson(first, 1), make_lesson(second, 2)),
        exam=make_exam(f"{course_id}-exam"),
        form=make_survey("form"),
        digest=f"digest of {course_id}",
    )
    return replace(course, **changes)


BASICS = make_course()
FURTHER = make_course("further", 2, requires=("basics",))
SURVEY_AFTER = make_survey(AFTER, anonymous=False, optional=False, reverse=frozenset({"a0"}))
SURVEY_BEFORE = replace(SURVEY_AFTER, id=BEFORE)
SURVEY_NEEDS = make_survey(NEEDS)


class SmallCatalogue:
    """As much of a catalogue as an overview asks for."""

    programme = PROGRAMME

    def list_courses(self, language: str, region: str = "") -> tuple[Course, ...]:
        """Both courses."""
        return (BASICS, FURTHER)

    def find_quiz(self, quiz_id: str, language: str) -> Quiz | None:
        """One of the three surveys."""
        return {NEEDS: SURVEY_NEEDS, BEFORE: SURVEY_BEFORE, AFTER: SURVEY_AFTER}.get(quiz_id)

    def list_self_assessments(self, language: str) -> tuple[Quiz, Quiz]:
        """Before and after the course."""
        return SURVEY_BEFORE, SURVEY_AFTER
