"""A learner inside a package: reads pages, answers quizzes and exams, right or wrong."""

from playwright.sync_api import Frame

from lms.content.model import Course, Question, QuestionKind, Quiz


def next_page(frame: Frame) -> None:
    """Press the one button that leads on."""
    frame.eval_on_selector(
        "#player-next", "button => { if (button.hidden) throw new Error('no way on'); button.click(); }"
    )


def place(frame: Frame) -> str:
    """Where the learner is."""
    return frame.eval_on_selector(".screen:not([hidden])", "screen => screen.dataset.place")


def read_everything(frame: Frame, course: Course, lessons: int | None = None) -> None:
    """Read lessons from the start page and send their quizzes."""
    next_page(frame)
    for lesson in course.lessons[:lessons]:
        for _page in lesson.pages:
            next_page(frame)
        if lesson.quiz:
            answer_all(frame, lesson.quiz, right=True)
            frame.click(f'form[data-quiz="{lesson.quiz.id}"] button[type=submit]')
            next_page(frame)


def take_exam(frame: Frame, exam: Quiz, right: bool | int) -> None:
    """Begin the exam, answer all questions (the first `right` of them right), and finish it."""
    frame.click('[data-exam="begin"]')
    answer_all(frame, exam, right)
    frame.click(f'form[data-quiz="{exam.id}"] button[type=submit]')


def answer_all(frame: Frame, quiz: Quiz, right: bool | int) -> None:
    """Answer every question that is shown."""
    names = frame.eval_on_selector_all(
        f'form[data-quiz="{quiz.id}"] .question:not([hidden])', "boxes => boxes.map(box => box.dataset.question)"
    )
    for number, name in enumerate(names):
        question = quiz.question(name)
        assert question is not None
        is_right = right if isinstance(right, bool) else number < right
        _answer(frame, quiz, question, is_right)


def _answer(frame: Frame, quiz: Quiz, question: Question, right: bool) -> None:
    box = f'form[data-quiz="{quiz.id}"] [data-question="{question.name}"]'
    positions = range(len(question.choices))
    match question.kind:
        case QuestionKind.SINGLE:
            chosen = next(at for at in positions if question.choices[at].right is right)
            frame.check(f'{box} input[value="{chosen}"]')
        case QuestionKind.MULTIPLE:
            for at in positions:
                frame.set_checked(f'{box} input[value="{at}"]', question.choices[at].right is right)
        case QuestionKind.MATCHING | QuestionKind.ORDERING:
            base = 1 if question.kind is QuestionKind.ORDERING else 0
            for at in positions:
                value = at if right else (at + 1) % len(positions)
                frame.select_option(f'{box} select[data-position="{at}"]', str(value + base))
        case QuestionKind.NUMBER:
            assert question.number is not None
            frame.fill(f"{box} input", question.number[0] if right else "999")
            frame.dispatch_event(f"{box} input", "change")
