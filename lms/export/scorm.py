"""A course becomes a SCORM package: one page, one script, its pictures. No database, no request, no clock."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lms import pyscorm
from lms.content.model import Course, Lesson, Page
from lms.content.render import Links, RenderedBlock, Renderer
from lms.errors import InvalidInput
from lms.export.package_quiz import QuizWriter
from lms.export.package_state import MOST_PAGES, fingerprint, longest_state
from lms.export.player_words import player_words
from lms.language import N_, Words, funding_line

_HERE = Path(__file__).parent
_STYLES = _HERE.parent / "static" / "css"
_SHEETS = ("variables.css", "lesson.css", "quiz.css")
"""Sheets that site and package share."""
_SCRIPTS = ("state.js", "grader.js", "quiz.js", "lesson_quiz.js", "exam.js", "course.js", "player.js")
"""In the order in which they are loaded, after scorm.js."""


def build_package(
    course: Course, renderer: Renderer, words: Words, version: pyscorm.Version, funding: bool = True
) -> pyscorm.Package:
    """Make the package of a course: one SCO with its own menu, lessons, quizzes and exam.

    The same course gives the same bytes. Raises `InvalidInput` when a lesson is too long for the kept state.
    """
    for lesson in course.lessons:
        if len(lesson.pages) > MOST_PAGES:
            raise InvalidInput(
                N_("The lesson %(title)s has more than %(most)s pages. Divide it into two lessons."),
                title=lesson.title,
                most=MOST_PAGES,
            )
    making = _Making(course, renderer, words, version, funding)
    files = [pyscorm.File("index.html", making.page().encode())]
    files += [pyscorm.File(name, (_STYLES / name).read_bytes()) for name in _SHEETS]
    files += [pyscorm.File(name, _asset(name)) for name in ("player.css", *_SCRIPTS) if name != "course.js"]
    files += [pyscorm.File("course.js", making.data().encode()), pyscorm.File("scorm.js", _runtime())]
    files += [pyscorm.File(path, picture.read_bytes()) for path, picture in sorted(making.pictures.items())]
    item = pyscorm.Item(
        identifier=f"{course.id}-sco",
        title=course.title,
        href="index.html",
        pass_mark=course.exam.pass_mark if course.exam else None,
        state_size=longest_state(course),
    )
    return pyscorm.Package(
        identifier=f"eu-belong-{course.id}-{course.language}",
        title=course.title,
        language=course.language,
        items=(item,),
        files=tuple(files),
        description=course.summary,
        revision=course.digest[:12],
    )


@cache
def _asset(name: str) -> bytes:
    return (_HERE / "assets" / name).read_bytes()


@cache
def _runtime() -> bytes:
    script = pyscorm.runtime_script()
    return script if isinstance(script, bytes) else script.encode()


@cache
def _templates() -> Environment:
    return Environment(
        # The parts of a lesson page look the same on the site: one template for both.
        loader=FileSystemLoader([_HERE / "templates", _HERE.parent / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass
class _Making:
    """One package while it is made; collects the pictures that its pages name."""

    course: Course
    renderer: Renderer
    words: Words
    version: pyscorm.Version
    funding: bool

    def __post_init__(self) -> None:
        self.pictures: dict[str, Path] = {}
        self.links = Links(picture=self._picture, lesson=self._lesson, quiz_picture=self._quiz_picture)
        titles = {lesson.id: lesson.title for lesson in self.course.lessons}
        self.quizzes = QuizWriter(self.renderer, self.links, self.words, titles)

    def page(self) -> str:
        """Write index.html: every screen, readable in order even without a script."""
        course = self.course
        return (
            _templates()
            .get_template("package.html")
            .render(
                course=course,
                _=self.words,
                words=self.words,
                welcome=self._html(course.welcome),
                index_of={lesson.id: index for index, lesson in enumerate(course.lessons)},
                where=self._where,
                blocks=self._blocks,
                questions=self.quizzes.shown,
                finish_rule=self._finish_rule(),
                funding=funding_line(self.words, self.funding),
                scripts=("scorm.js", *_SCRIPTS),
            )
        )

    def data(self) -> str:
        """Write course.js: the structure, what is right and why, and the words of the script."""
        course = self.course
        data = {
            "id": course.id,
            "title": course.title,
            "language": course.language,
            "version": self.version.value,
            "fingerprint": fingerprint(course),
            "lessons": [
                {"id": lesson.id, "pages": len(lesson.pages), "quiz": lesson.quiz.id if lesson.quiz else None}
                for lesson in course.lessons
            ],
            "exam": course.exam.id if course.exam else None,
            "quizzes": {quiz.id: self.quizzes.data(quiz) for quiz in course.quizzes()},
            "words": player_words(self.words),
        }
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"window.EuBelong = window.EuBelong || {{}};\nwindow.EuBelong.course = {text};\n"

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
        if self.course.exam:
            return self.words(
                "The module is completed when every lesson is read, every quiz is sent, and the exam is passed."
            )
        return self.words("The module is completed when every lesson is read and every quiz is sent.")

    def _picture(self, _course_id: str, name: str) -> str:
        self.pictures[f"images/{name}"] = self.course.folder / "images" / name
        return f"images/{name}"

    def _quiz_picture(self, quiz_id: str, name: str) -> str:
        folder = next(quiz.folder for quiz in self.course.quizzes() if quiz.id == quiz_id)
        path = f"images/{quiz_id}-{name}"
        self.pictures[path] = folder / "images" / name
        return path

    def _lesson(self, course_id: str, lesson_id: str, page: int) -> str:
        # Another course is another package, whose address nobody knows here: the start page stands in.
        return f"#{lesson_id}.{page}" if course_id == self.course.id else "#start"
