"""The administrator's sheet as one page of HTML that needs nothing but itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import escape
from pathlib import Path

from lms.content.model import Course
from lms.content.render import Renderer
from lms.export.package_contents import edition_name
from lms.export.player_words import player_words
from lms.export.sheet.text import SheetText, choose, divide, fill, source
from lms.language import DEFAULT, LANGUAGES, Words, funding_line, words
from lms.pyscorm import Version

FILE_NAME = "administrator.html"
"""Where the sheet lies in a package."""
_HERE = Path(__file__).parent


class Verdict(StrEnum):
    """What may be done with the package of before."""

    UNKNOWN = ""
    SAFE = "safe"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet says about its package."""

    module: str
    """Title of the course, in the package's language."""
    languages: tuple[str, ...]
    """Languages of the package; it starts in the first."""
    edition: Version
    mark: str
    """What stands for the content: the same mark, the same text."""
    contact: str
    """A mail address."""
    file: str
    """Name of the zip."""
    lessons: int
    pages: int
    quizzes: int
    parts: int = 1
    """SCOs in the package."""
    pass_mark: int | None = None
    """Percent needed in the exam; None without an exam."""
    tries: int | None = None
    """Tries at the exam before a pause; None = unlimited."""
    pause_hours: int = 0
    region: str = ""
    """Name of the region whose texts are in it; empty for the neutral text."""
    checksum: str = ""
    """SHA-256 of the zip; only outside the zip, since no file contains its own."""
    report: str = ""
    """Name of the test report in the zip; empty without one."""
    verdict: Verdict = Verdict.UNKNOWN
    previous: str = ""
    """Mark of the package that the verdict speaks of."""
    receipts: bool = False
    """Whether the region has switched on receipts."""

    def __post_init__(self) -> None:
        if self.verdict and not self.previous:
            raise ValueError("a verdict speaks of a package before: name it in `previous`")

    def conditions(self) -> frozenset[str]:
        """The words that hold for this package in `{if ...}` lines."""
        holds = {
            "2004" if self.edition.is_2004 else "1.2": True,
            "several" if self.parts > 1 else "single": True,
            "exam": self.pass_mark is not None,
            "tries": self.tries is not None,
            "region": bool(self.region),
            "checksum": bool(self.checksum),
            "report": bool(self.report),
            "safe": self.verdict is Verdict.SAFE,
            "new": self.verdict is Verdict.NEW,
            "receipts": self.receipts,
        }
        return frozenset(word for word, true in holds.items() if true)


def sheet_facts(course: Course, edition: Version, contact: str, file: str, **further: object) -> SheetFacts:
    """Take what a course says of itself; `further` are the other fields of `SheetFacts` by name."""
    exam = course.exam
    values: dict[str, object] = {
        "module": course.title,
        "languages": (course.language,),
        "edition": edition,
        "mark": course.digest[:12],
        "contact": contact,
        "file": file,
        "lessons": len(course.lessons),
        "pages": sum(len(lesson.pages) for lesson in course.lessons),
        "quizzes": sum(1 for lesson in course.lessons if lesson.quiz),
        "pass_mark": exam.pass_mark if exam else None,
        "tries": exam.attempts if exam else None,
        "pause_hours": exam.pause_hours if exam else 0,
    }
    return SheetFacts(**(values | further))  # type: ignore[arg-type]


def write_sheet(
    facts: SheetFacts, language: str, renderer: Renderer, funding: bool = True, twin: tuple[str, str] | None = None
) -> bytes:
    """Write the sheet in a language (English where there is no such text) as one page of HTML in UTF-8.

    `twin` names the same sheet in another language: (language, file name). The same facts give the same bytes.
    """
    title, body = sheet_body(facts, language, renderer)
    said = words(language if language in LANGUAGES else DEFAULT)
    page = (
        f'<!doctype html>\n<html lang="{said.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · {escape(facts.module)}</title>\n"
        f"<style>\n{_style()}</style>\n</head>\n<body>\n"
        f"{_top(twin)}<main>\n{body}</main>\n"
        f"{_foot(funding_line(said, funding))}</body>\n</html>\n"
    )
    return page.encode()


def sheet_body(facts: SheetFacts, language: str, renderer: Renderer) -> tuple[str, str]:
    """Give the title of the sheet, and as HTML what stands in it, heading and all, for a page of the service."""
    language = language if language in LANGUAGES else DEFAULT
    text = divide(choose(source(language), facts.conditions()))
    return text.title, fill(_body(text, renderer), _values(facts, words(language)))


def _top(twin: tuple[str, str] | None) -> str:
    if twin is None:
        return ""
    language, file = twin
    name = escape(words(DEFAULT).language_name(language))
    return f'<header><a href="{escape(file)}" lang="{language}" hreflang="{language}">{name}</a></header>\n'


def _foot(line: str) -> str:
    return f"<footer><p>{escape(line)}</p></footer>\n" if line else ""


def _body(text: SheetText, renderer: Renderer) -> str:
    parts = [f"<h1>{escape(text.title)}</h1>\n{renderer.text(text.opening)}\n"]
    parts += [
        f"<section>\n<h2>{escape(section.heading)}</h2>\n{renderer.text(section.markdown)}\n</section>\n"
        for section in text.sections
    ]
    return "".join(parts)


def _values(facts: SheetFacts, said: Words) -> dict[str, str]:
    """Give every placeholder its value as HTML."""
    inside = facts.languages[0]
    buttons = player_words(words(inside))
    mail = escape(facts.contact)
    return {
        "module": _in(inside, facts.module, said),
        "language": ", ".join(_in(code, said.language_name(code), said) for code in facts.languages),
        "region": escape(facts.region),
        "edition": escape(said(edition_name(facts.edition))),
        "previous": escape(facts.previous),
        "mark": escape(facts.mark),
        "file": escape(facts.file),
        "checksum": _broken(facts.checksum),
        "report": escape(facts.report),
        "contact": f'<a href="mailto:{mail}">{mail}</a>',
        "pass_mark": said.percent((facts.pass_mark or 0) / 100),
        **{name: said.number(number) for name, number in _numbers(facts)},
        **{name: _in(inside, buttons[name], said) for name in ("begin", "next")},
    }


def _numbers(facts: SheetFacts) -> Iterable[tuple[str, int]]:
    yield from (("lessons", facts.lessons), ("pages", facts.pages), ("quizzes", facts.quizzes))
    yield from (("parts", facts.parts), ("tries", facts.tries or 0), ("pause", facts.pause_hours))


def _in(language: str, text: str, said: Words) -> str:
    """Mark a text that is not in the language of the sheet."""
    return escape(text) if language == said.language else f'<span lang="{language}">{escape(text)}</span>'


def _broken(checksum: str) -> str:
    """Let a long checksum break after every eight digits."""
    return "<wbr>".join(escape(checksum[start : start + 8]) for start in range(0, len(checksum), 8))


@cache
def _style() -> str:
    colours = _HERE.parents[1] / "static" / "css" / "variables.css"
    return colours.read_text(encoding="utf-8") + (_HERE / "sheet.css").read_text(encoding="utf-8")
