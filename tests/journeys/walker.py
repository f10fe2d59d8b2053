"""The way through the programme by keyboard: letter, questionnaires, lessons, quizzes, exams."""

from playwright.sync_api import Locator, Page

from lms.content.model import Course, Lesson, Quiz
from tests.journeys.keyboard import Keyboard, right_answer, survey_answers
from tests.journeys.site import Site


class Walker:
    """One trainee on the way to the end of the programme."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site, self.page, self.keys = site, page, Keyboard(page)
        self.catalogue = site.catalogue

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name, exact=True)

    def sign_in(self, link: str) -> None:
        """Open the link of the letter and confirm."""
        self.page.goto(link)
        self.keys.press(self.button("Sign in and go on"))

    def start_next(self) -> None:
        """Press the one big button of the overview."""
        if not self.page.url.endswith("/learn"):
            self.keys.press(self.page.locator("a.site-name"))
        self.keys.press(self.page.locator("a.continue"))

    def skip_survey(self) -> None:
        """Leave a questionnaire out that may be left out."""
        self.keys.press(self.button("Leave it out"), back=True)

    def answer_survey(self, survey: Quiz, most: int = 1000) -> None:
        """Answer the first `most` questions and send."""
        questions = {question.name: question for question in survey.questions[:most]}
        for name, value in survey_answers(questions).items():
            self.keys.answer(self.page.locator(f"#{name}"), questions[name], value)
        self.keys.press(self.button("Send my answers"), back=most < 1000)

    def read_lesson(self, lesson: Lesson) -> None:
        """Read all pages from the one that is open, then answer the quiz right."""
        for number in range(1, len(lesson.pages) + 1):
            assert self.page.url.endswith(f"/{lesson.id}/{number}")
            last = number == len(lesson.pages)
            # From the end of the page, as people do who have just read it.
            self.keys.press(self.button("To the questions" if last else "Next page"), back=number > 1)
        assert lesson.quiz
        self.answer_quiz(lesson.quiz, "Send all answers")

    def answer_quiz(self, quiz: Quiz, send: str) -> None:
        """Give the right answers to what is asked and send them."""
        for box in self.page.locator(".question").all():
            question = quiz.question(box.get_attribute("data-question") or "")
            assert question
            self.keys.answer(box, question, right_answer(question))
            following = self.button("Next question")
            if following.count() and following.is_visible():  # on a phone there is one question at a time
                self.keys.go(following)
                self.page.keyboard.press("Enter")
        self.keys.press(self.button(send))
        assert "100" in (self.page.locator(".score").text_content() or "")

    def take_course(self, course: Course, form: bool) -> None:
        """Go through a module: lessons, exam, form."""
        for lesson in course.lessons:
            self.start_next()
            self.read_lesson(lesson)
        self.start_next()
        self.keys.press(self.button("Start the exam"))
        assert course.exam
        assert course.form
        self.answer_quiz(course.exam, "Send the exam")
        self.start_next()
        if form:
            self.answer_survey(course.form)
        else:
            self.skip_survey()
