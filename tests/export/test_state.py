"""What a package keeps of a learner: short, whole, and taken up again when the course has changed."""

from dataclasses import replace
from typing import Any

import pytest

from lms.content.model import Choice, Course, Lesson, Question, QuestionKind, Quiz
from lms.export.package_quiz import quiz_data
from lms.export.package_state import fingerprint, lesson_marks, longest_state, question_marks
from lms.pyscorm import Version
from tests.export.node import run
from tests.small_courses import make_course, make_exam, make_lesson, make_lesson_quiz, make_single

SCRIPTS = ["grader.js", "state.js"]
ROUND_TRIP = """input => {
    const text = EuBelong.state.encode(input.course, input.state);
    return { text, ...EuBelong.state.decode(input.course, text) };
}"""
MOVE = """input => EuBelong.state.decode(input.newer, EuBelong.state.encode(input.course, input.state))"""
KEPT_BY_FORMAT_1 = "1|{}|second.2|3.1|1:1e:2,0.2,6.5/0:0:1|1:fjn0:1f:9ix:0:|"
"""Both pages of `first` read, its quiz sent with 50 %, half of `second`, one try at the exam with 50 %."""


def structure(course: Course) -> dict[str, Any]:
    """What state.js needs to know of a course."""
    marks = lesson_marks(course.lessons)
    return {
        "fingerprint": fingerprint(course),
        "languages": ["en", "pl"],
        "lessons": [
            {
                "id": lesson.id,
                "mark": marks[lesson.id],
                "pages": len(lesson.pages),
                "quiz": lesson.quiz.id if lesson.quiz else None,
            }
            for lesson in course.lessons
        ],
        "exam": course.exam.id if course.exam else None,
        "quizzes": {quiz.id: quiz_data(quiz) for quiz in course.quizzes()},
    }


def full_answers(quiz: Quiz | None) -> dict[str, Any]:
    """The longest answer to every question that is asked."""
    longest: dict[str, Any] = {}
    for question in quiz.questions[: quiz.draw] if quiz else ():
        every = list(range(len(question.choices)))
        longest[question.name] = {
            "single": every[-1] if every else None, "multiple": every, "matching": every, "ordering": every,
            "number": "-123456789.123456", "text": "\U0001f600" * 30, "scale": 5,
        }[question.kind.value]  # fmt: skip
    return longest


def full_state(course: Course) -> dict[str, Any]:
    """A state in which everything is read and answered in the longest way."""
    last = course.lessons[-1]
    return {
        "place": f"{last.id}.{len(last.pages)}",
        "language": "pl",
        "lessons": {
            lesson.id: {
                "read": [page.number for page in lesson.pages],
                "sent": lesson.quiz is not None,
                "best": 100 if lesson.quiz else 0,
                "answers": full_answers(lesson.quiz),
            }
            for lesson in course.lessons
        },
        "exam": {
            "tries": 3,
            "last": 40_000_000,
            "best": 100,
            "seed": 2**32 - 1,
            "open": course.exam is not None,
            "answers": full_answers(course.exam),
        },
    }


def make_question(kind: QuestionKind, name: str) -> Question:
    """A question of six choices, or a typed one."""
    choices = tuple(Choice(f"c{at}", right=at % 2 == 0, match=f"m{at}") for at in range(6))
    if kind is QuestionKind.NUMBER:
        return Question(name, kind, "?", number=("6.4", "0.2"))
    return Question(name, kind, "?", choices if kind is not QuestionKind.TEXT else ())


def make_long_course(lessons: int, questions: int, kinds: tuple[QuestionKind, ...]) -> Course:
    """A course with many questions in each lesson."""
    made: list[Lesson] = []
    for number in range(lessons):
        asked = tuple(make_question(kinds[at % len(kinds)], f"question-{number}-{at}") for at in range(questions))
        quiz = replace(make_lesson_quiz(f"quiz-{number}"), questions=asked)
        made.append(replace(make_lesson(f"lesson-{number}", number + 1, pages=8), quiz=quiz))
    return make_course(lessons=tuple(made))


def change(course: Course, **changes: Any) -> Course:
    """The course with another first lesson quiz."""
    first = course.lessons[0]
    assert first.quiz is not None
    return replace(course, lessons=(replace(first, quiz=replace(first.quiz, **changes)), *course.lessons[1:]))


def test_a_full_state_comes_back_whole_and_is_no_longer_than_foretold(courses: dict[str, Course]):
    for course in (*courses.values(), make_course(), make_course(exam=None)):
        state = full_state(course)
        told = run(SCRIPTS, ROUND_TRIP, {"course": structure(course), "state": state})
        assert told["state"] == state
        assert told["migrated"] is False
        assert len(told["text"]) <= longest_state(course)


def test_an_untouched_state_is_a_few_letters_long(courses: dict[str, Course]):
    text = run(SCRIPTS, "input => EuBelong.state.encode(input, EuBelong.state.empty(input))",
               structure(courses["strategy"]))  # fmt: skip
    assert len(text) < 50


def test_three_modules_of_sixty_items_fit_what_scorm_1_2_keeps():
    common = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATCHING, QuestionKind.ORDERING)
    course = make_long_course(lessons=18, questions=10, kinds=(*common, QuestionKind.NUMBER))
    told = run(SCRIPTS, ROUND_TRIP, {"course": structure(course), "state": full_state(course)})
    assert told["state"] == full_state(course)
    assert len(told["text"]) <= longest_state(course) < Version.SCORM_1_2.state_limit - 6


def test_a_quiz_of_300_questions_fits():
    course = make_long_course(lessons=1, questions=300, kinds=(QuestionKind.SINGLE, QuestionKind.MULTIPLE))
    quiz = course.lessons[0].quiz
    assert quiz is not None
    assert len(set(question_marks(quiz).values())) == 300
    assert longest_state(course) < Version.SCORM_1_2.state_limit - 6


def test_every_damage_of_a_kept_state_is_noticed(courses: dict[str, Course]):
    course = courses["foundations"]
    told = run(
        SCRIPTS,
        """input => {
            const text = EuBelong.state.encode(input.course, input.state);
            const damaged = [];
            for (let at = 0; at < text.length; at += 1) {
                damaged.push(text.slice(0, at), text.slice(0, at) + "x" + text.slice(at), text.slice(at + 1));
            }
            damaged.push("null", "{}", "|||||||", "2|" + "|".repeat(6), text + text, text.replace(/^2/, "3"));
            return damaged.filter(one => one !== text && EuBelong.state.decode(input.course, one) !== null);
        }""",
        {"course": structure(course), "state": full_state(course)},
    )
    assert told == []


def test_a_state_of_another_course_is_not_believed(courses: dict[str, Course]):
    ours, theirs = courses["foundations"], courses["competence"]
    given = {"course": structure(ours), "state": full_state(ours), "newer": structure(theirs)}
    assert run(SCRIPTS, MOVE, given) is None


def move(course: Course, newer: Course) -> dict[str, Any]:
    """The state of a finished `course`, taken up by a newer version of it."""
    given = {"course": structure(course), "state": full_state(course), "newer": structure(newer)}
    told = run(SCRIPTS, MOVE, given)
    assert told["migrated"] is True
    return told["state"]


def test_appended_pages_and_lessons_are_open_and_everything_else_stays():
    course = make_course()
    first, second = course.lessons
    longer = replace(first, pages=make_lesson("first", 1, pages=3).pages)
    state = move(course, replace(course, lessons=(longer, second, make_lesson("third", 3))))
    expected = full_state(course)
    assert state["lessons"]["first"] == expected["lessons"]["first"]
    assert state["lessons"]["second"] == expected["lessons"]["second"]
    assert state["lessons"]["third"] == {"read": [], "sent": False, "best": 0, "answers": {}}
    assert state["exam"] == expected["exam"]
    assert state["place"] == "second.2"


def test_a_removed_lesson_takes_only_its_own_with_it_and_its_reader_begins_at_the_start():
    course = make_course()
    state = move(course, replace(course, lessons=course.lessons[:1]))
    assert state["place"] == "start"
    assert state["lessons"] == {"first": full_state(course)["lessons"]["first"]}


def test_lessons_may_change_places():
    course = make_course()
    state = move(course, replace(course, lessons=course.lessons[::-1]))
    assert state["lessons"] == full_state(course)["lessons"]


def test_a_place_on_a_page_that_is_gone_becomes_the_last_page_there_is():
    course = make_course()
    short = replace(course.lessons[1], pages=course.lessons[1].pages[:1])
    state = move(course, replace(course, lessons=(course.lessons[0], short)))
    assert state["place"] == "second.1"
    assert state["lessons"]["second"]["read"] == [1]


@pytest.mark.parametrize("how", ["appended", "removed", "reordered"])
def test_questions_may_be_appended_removed_and_reordered(how: str):
    course = make_course()
    quiz = course.lessons[0].quiz
    assert quiz is not None
    questions = {
        "appended": (*quiz.questions, make_single("new")),
        "removed": quiz.questions[1:],
        "reordered": quiz.questions[::-1],
    }[how]
    before = full_state(course)["lessons"]["first"]
    after = move(course, change(course, questions=questions))["lessons"]["first"]
    names = {question.name for question in questions}
    assert after == before | {"answers": {name: one for name, one in before["answers"].items() if name in names}}
    assert after["answers"]


def test_an_answer_to_a_question_with_other_choices_is_dropped_and_its_score_stays():
    course = make_course()
    quiz = course.lessons[0].quiz
    assert quiz is not None
    before = full_state(course)["lessons"]["first"]
    other = (make_single("one", count=4), *quiz.questions[1:])
    after = move(course, change(course, questions=other))["lessons"]["first"]
    assert "one" in before["answers"]
    assert "one" not in after["answers"]
    assert sorted(after["answers"]) == ["how-many", "many"]
    assert (after["sent"], after["best"]) == (True, 100)


def test_another_pass_mark_or_other_words_are_no_change_of_structure():
    course = make_course()
    assert fingerprint(course) == fingerprint(
        replace(course, title="x", exam=make_exam("basics-exam", pass_mark=80))
    )


def first_format(mark: str) -> str:
    """A state that the first packages kept."""
    text = KEPT_BY_FORMAT_1.format(mark)
    value = 0x811C9DC5
    for letter in text[:-1]:
        value = ((value ^ ord(letter)) * 0x01000193) & 0xFFFFFFFF
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return text + digits


def test_a_state_of_the_first_format_is_taken_up():
    course = make_course()
    told = run(
        SCRIPTS,
        "input => EuBelong.state.decode(input.course, input.text)",
        {"course": structure(course), "text": first_format(fingerprint(course))},
    )
    assert told["migrated"] is False
    assert told["state"]["place"] == "second.2"
    answers = {"one": 2, "many": [0, 2], "how-many": "6.5"}
    assert told["state"]["lessons"] == {
        "first": {"read": [1, 2], "sent": True, "best": 50, "answers": answers},
        "second": {"read": [1], "sent": False, "best": 0, "answers": {"one": 1}},
    }
    assert told["state"]["exam"]["best"] == 50
    assert told["state"]["exam"]["tries"] == 1


def test_a_state_of_the_first_format_is_taken_up_by_position_when_something_was_appended():
    course = make_course()
    newer = replace(course, lessons=(*course.lessons, make_lesson("third", 3)))
    told = run(
        SCRIPTS,
        "input => EuBelong.state.decode(input.course, input.text)",
        {"course": structure(newer), "text": first_format(fingerprint(course))},
    )
    assert told["migrated"] is True
    assert told["state"]["lessons"]["first"]["best"] == 50
    assert told["state"]["lessons"]["third"]["read"] == []
    shorter = replace(course, lessons=course.lessons[1:])
    given = {"course": structure(shorter), "text": first_format(fingerprint(course))}
    assert run(SCRIPTS, "input => EuBelong.state.decode(input.course, input.text)", given) is None
