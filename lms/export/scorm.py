"""A course becomes a SCORM package: pages, scripts, pictures. No database, no request, no clock."""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lms import pyscorm
from lms.content.model import Course
from lms.content.render import Renderer
from lms.errors import InvalidInput
from lms.export.package_contents import LICENCE, add_files, list_facts
from lms.export.package_frame import FrameWriter, templates
from lms.export.package_names import identifier, short_title
from lms.export.package_parts import Part, Scos, divide, refuse_division
from lms.export.package_quiz import quiz_data
from lms.export.package_state import MOST_PAGES, fingerprint, lesson_marks, longest_state, structure
from lms.export.receipts import DATA, STATE_SIZE, Receipts, choose, receipt_data
from lms.language import N_, Words
from lms.language import words as words_of

_HERE = Path(__file__).parent
_STYLES = _HERE.parent / "static" / "css"
_SHEETS = ("variables.css", "lesson.css", "quiz.css")
"""Sheets that site and package share."""
_SCRIPTS = ("grader.js", "state.js")
"""After scorm.js; then come the data and texts of the activity, and driver.js, which needs them."""
_VIEW_SCRIPTS = ("quiz.js", "exam.js", "debug.js", "player.js")
_COMMENTS = re.compile(rb"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
"""Comments on lines of their own."""
_REMARKS = re.compile(rb"(?<=[;,{(]) +// [^\n\"'`]*$", re.MULTILINE)
"""Comments behind code; never one that could be the end of a text."""
_INDENT = re.compile(rb"^(?:  )+", re.MULTILINE)
_EMPTY = re.compile(rb"\n\n+")
_NOTE = b"/* EU-Belong, EUPL-1.2 */\n"


def build_package(
    course: Course | Sequence[Course],
    renderer: Renderer,
    words: Words | None,
    version: pyscorm.Version,
    funding: bool = True,
    *,
    scos: Scos = Scos.COURSE,
    contact: str = "",
    receipts: Receipts | None = None,
) -> pyscorm.Package:
    """Make the package of a course, given in one or more languages; the one to begin with stands first.

    `words` are those of the first language (None = looked up), `contact` stands in the contents list. The same
    course gives the same bytes. `receipts` work in packages of one activity for one region, and are nothing
    elsewhere. Raises `InvalidInput` for what cannot become a package.
    """
    courses = (course,) if isinstance(course, Course) else tuple(course)
    _refuse(courses, version, scos)
    first = courses[0]
    said = words or words_of(first.language)
    parts = divide(courses, scos)
    written = choose(receipts, first.region) if scos is Scos.COURSE else None
    making = _Making(courses, renderer, said, version, funding, written)
    for part in parts:
        making.add(part)
    files = {**making.files, **_shared_files(), **_receipt_files(written)}
    files[pyscorm.STRUCTURE] = structure(first).to_json().encode()
    package = pyscorm.Package(
        identifier=identifier("eu-belong", first.id, first.language if len(courses) == 1 else ""),
        title=short_title(first.title),
        language=first.language,
        items=tuple(_item(part, STATE_SIZE if written else 0) for part in parts),
        files=tuple(pyscorm.File(path, data) for path, data in sorted(files.items())),
        description=first.summary,
        licence=LICENCE,
        revision=first.digest[:12],
        metadata=list_facts(courses, said, version, funding, contact),
    )
    return add_files(package, (), version, said)


def _refuse(courses: tuple[Course, ...], version: pyscorm.Version, scos: Scos) -> None:
    first = courses[0]
    refuse_division(version, scos)
    if any(other.id != first.id or fingerprint(other) != fingerprint(first) for other in courses):
        raise InvalidInput(
            N_("The languages of %(title)s do not have the same lessons, pages and questions."), title=first.title
        )
    if not first.lessons:
        raise InvalidInput(N_("The module %(title)s has no lessons."), title=first.title)
    for lesson in first.lessons:
        if len(lesson.pages) > MOST_PAGES:
            raise InvalidInput(
                N_("The lesson %(title)s has more than %(most)s pages. Divide it into two lessons."),
                title=lesson.title,
                most=MOST_PAGES,
            )
    for quiz in first.quizzes():
        for question in quiz.questions:
            if len(question.choices) > MOST_PAGES:
                raise InvalidInput(
                    N_("The question %(name)s of %(quiz)s has more than %(most)s answers to choose from."),
                    name=question.name,
                    quiz=quiz.title,
                    most=MOST_PAGES,
                )


class _Making:
    """The files of one package while it is made."""

    def __init__(
        self,
        courses: tuple[Course, ...],
        renderer: Renderer,
        words: Words,
        version: pyscorm.Version,
        funding: bool,
        receipts: Receipts | None,
    ) -> None:
        self.files: dict[str, bytes] = {}
        self._whole = courses
        self._renderer = renderer
        self._words = words
        self._version = version
        self._funding = funding
        self._receipts = receipts

    def add(self, part: Part) -> None:
        """Write the page, the data and the texts of one activity."""
        languages = tuple(course.language for course in part.courses)
        frames: list[FrameWriter] = []
        for course, whole in zip(part.courses, self._whole, strict=True):
            words = words_of(course.language) if frames else self._words
            frame = FrameWriter(course, whole, self._renderer, words, languages, self._funding)
            frames.append(frame)
            body = frame.frame()
            texts = frame.texts()
            if len(frames) == 1:
                self.files[part.page] = self._page(part, body).encode()
            else:
                texts["body"] = str(body)
            self.files[part.text % course.language] = _script(f"texts.{course.language}", texts)
            for path, picture in frame.pictures.items():
                self.files[path] = picture.read_bytes()
        self.files[part.script] = _script("course", self._data(part))
        if self._receipts:
            said = {frame.course.language: frame.words for frame in frames}
            self.files[DATA] = _script("receipts", receipt_data(part.course, self._receipts, said))

    def _page(self, part: Part, frame: str) -> str:
        first = part.text % part.course.language
        receipts = self._receipts
        return (
            templates()
            .get_template("package.html")
            .render(
                course=part.course,
                frame=frame,
                sheets=(*_SHEETS, "player.css"),
                scripts=(
                    *("scorm.js", *_SCRIPTS, part.script, first, "driver.js"),
                    *(receipts.scripts if receipts else ()),
                ),
                view_scripts=(*_VIEW_SCRIPTS, *(receipts.view_scripts if receipts else ())),
            )
        )

    def _data(self, part: Part) -> dict[str, Any]:
        """The structure of an activity and what is right: the same in every language."""
        course = part.course
        marks = lesson_marks(course.lessons)
        return {
            "id": course.id,
            # A part of a course with an exam gives no score of its own, or platforms that take the highest one
            # would show 100 for reading.
            "part": course is not self._whole[0] and self._whole[0].exam is not None,
            "version": self._version.value,
            "fingerprint": fingerprint(course),
            "languages": [one.language for one in part.courses],
            "texts": {one.language: part.text % one.language for one in part.courses},
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


def _item(part: Part, more_state: int) -> pyscorm.Item:
    course = part.course
    return pyscorm.Item(
        identifier=part.id,
        title=short_title(course.title),
        href=part.page,
        pass_mark=course.exam.pass_mark if course.exam else None,
        state_size=longest_state(course) + more_state,
        prerequisites=part.prerequisites,
    )


def _script(name: str, data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    home, _dot, last = f"EuBelong.{name}".rpartition(".")
    opened = "".join(f"window.{one} = window.{one} || {{}};\n" for one in dict.fromkeys(("EuBelong", home)))
    return f"{opened}window.{home}.{last} = {text};\n".encode()


@cache
def _shared_files() -> dict[str, bytes]:
    """Style sheets and scripts, the same in every package."""
    files = {name: (_STYLES / name).read_bytes() for name in _SHEETS}
    files["player.css"] = (_HERE / "assets" / "player.css").read_bytes()
    files["scorm.js"] = _NOTE + packed(pyscorm.runtime_script())
    for name in (*_SCRIPTS, "driver.js", *_VIEW_SCRIPTS):
        files[name] = packed((_HERE / "assets" / name).read_bytes())
    return files


def _receipt_files(receipts: Receipts | None) -> dict[str, bytes]:
    """Scripts of receipts: none at all where there are none."""
    if receipts is None:
        return {}
    names = (name for name in (*receipts.scripts, *receipts.view_scripts) if name != DATA)
    return {name: packed((_HERE / "assets" / name).read_bytes()) for name in names}


def packed(script: bytes) -> bytes:
    """Leave out comments and empty lines, and indent by tabs: a quarter of what every learner would load."""
    bare = _EMPTY.sub(b"\n", _REMARKS.sub(b"", _COMMENTS.sub(b"", script)))
    return _INDENT.sub(lambda found: b"\t" * (len(found.group()) // 2), bare)
