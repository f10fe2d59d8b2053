"""One language of a package: its frame (menu, lessons, quizzes as HTML) and its texts for the script."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lms.content.model import Course, Lesson, Page
from lms.content.render import Links, RenderedBlock, Renderer
from lms.export.package_names import picture_path
from lms.export.package_quiz import QuizWriter
from lms.export.player_words import player_words
from lms.language import Words, funding_line

_HERE = Path(__file__).parent


@cache
def templates() -> Environment:
    """The templates of packages; the parts of a lesson page look the same on the site: one template for both."""
    return Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE.parent / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass
class FrameWriter:
    """Writes one language of one activity; collects the pictures that it names."""

    course: Course
    """The whole course, or the part of it that this activity plays."""
    whole: Course
    renderer: Renderer
    words: Words
    languages: tuple[str, ...]
    funding: bool

    def __post_init__(self) -> None:
        self.pictures: dict[str, Path] = {}
        links = Links(picture=self._picture, lesson=self._lesson, quiz_picture=self._quiz_picture)
        self.links = links
        titles = {lesson.id: lesson.title for lesson in self.whole.lessons}
        self.quizzes = QuizWriter(self.renderer, links, self.words, titles)

    def frame(self) -> Markup:
        """Write what stands in the page: every screen, readable in order even without a script."""
        course = self.course
        text = (
            templates()
            .get_template("frame.html")
            .render(
                course=course,
                is_part=self.is_part,
                _=self.words,
                words=self.words,
                welcome=self._html(course.welcome),
                where=self._where,
                blocks=self._blocks,
                questions=self.quizzes.shown,
                finish_rule=self._finish_rule(),
                funding=funding_line(self.words, self.funding),
                languages=[(code, self.words.language_name(code)) for code in self.languages],
            )
        )
        return Markup(text)  # noqa: S704 - made by our own templates, which escape

    def texts(self) -> dict[str, Any]:
        """Give what the script says in this language."""
        return {
            "title": self.course.title,
            "words": player_words(self.words),
            "quizzes": {quiz.id: self.quizzes.texts(quiz) for quiz in self.course.quizzes()},
        }

    @property
    def is_part(self) -> bool:
        """Whether the activity is one of several."""
        return self.course is not self.whole

    def _blocks(self, lesson: Lesson, page: Page) -> tuple[RenderedBlock, ...]:
        return self.renderer.page(page, lesson, self.course, self.links)

    def _html(self, markdown: str) -> Markup:
        return Markup(self.renderer.text(markdown, f"courses/{self.course.id}", self.links))  # noqa: S704 - cleaned

    def _where(self, lesson: Lesson, page: int) -> str:
        if page == 0:
            return self.words("%(lesson)s · quiz", lesson=lesson.title)
        return self.words(
            "%(lesson)s · page %(page)s of %(pages)s", lesson=lesson.title, page=page, pages=len(lesson.pages)
        )

    def _finish_rule(self) -> str:
        if self.is_part and self.course.exam:
            return self.words("This part is completed when the exam is passed.")
        if self.is_part:
            return self.words("This part is completed when every page is read and its quiz is sent.")
        if self.course.exam:
            return self.words(
                "The module is completed when every lesson is read, every quiz is sent, and the exam is passed."
            )
        return self.words("The module is completed when every lesson is read and every quiz is sent.")

    def _picture(self, _course_id: str, name: str) -> str:
        path = picture_path(name)
        self.pictures[path] = self.course.folder / "images" / name
        return path

    def _quiz_picture(self, quiz_id: str, name: str) -> str:
        folder = next(quiz.folder for quiz in self.whole.quizzes() if quiz.id == quiz_id)
        path = picture_path(f"{quiz_id}-{name}")
        self.pictures[path] = folder / "images" / name
        return path

    def _lesson(self, course_id: str, lesson_id: str, page: int) -> str:
        # Another course is another package, whose address nobody knows here: the start page stands in.
        here = course_id == self.course.id and self.course.lesson(lesson_id)
        return f"#{lesson_id}.{page}" if here else "#start"
