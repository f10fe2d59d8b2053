"""A course as it stands in its folder: facts, welcome texts, lessons in every language, pictures."""

from dataclasses import dataclass, replace
from pathlib import Path

from lms.content import front_matter as facts_of
from lms.content.front_matter import Fact, Facts, read_facts
from lms.content.lesson_file import LessonFile, read_lesson, split_name
from lms.content.model import CourseKind
from lms.content.names import is_language
from lms.content.source_text import Source, read_source
from lms.content.versions import digest_bytes

_FACTS = {
    "original": Fact(facts_of.language, required=True),
    "kind": Fact(facts_of.one_of(*CourseKind)),
    "exam": Fact(facts_of.identifier),
    "form": Fact(facts_of.identifier),
    "requires": Fact(facts_of.identifiers),
}
_INDEX = {
    "title": Fact(facts_of.text, required=True),
    "summary": Fact(facts_of.short_text(160), required=True),
}
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
"""Endings of picture files."""


@dataclass(frozen=True, slots=True)
class IndexFile:
    """Title, summary and welcome of a course in one language."""

    source: Source
    title: str
    summary: str
    welcome: str
    line: int
    """The line on which the welcome text begins."""


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """One folder below `courses/`."""

    id: str
    folder: Path
    source: Source
    """Of `course.md`."""
    facts: Facts
    indexes: dict[str, IndexFile]
    lessons: dict[str, dict[str, LessonFile]]
    """Language -> lesson id -> lesson, in the order of the file names."""
    pictures: dict[str, str]
    """File name -> digest of the file."""

    @property
    def original(self) -> str:
        """The language it was written in."""
        return self.facts.get("original", "en")

    @property
    def kind(self) -> CourseKind:
        """Course or materials."""
        return CourseKind(self.facts.get("kind", CourseKind.COURSE))

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages that have been begun, the original first."""
        begun = {*self.indexes, *self.lessons}
        return tuple(sorted(begun, key=lambda code: (code != self.original, code)))


def read_course(root: Path, folder: Path, problems: list) -> CourseFolder:
    """Read one course in all its languages; what is wrong is reported and the rest is read on."""
    source = read_source(root, folder / "course.md", problems)
    facts = read_facts(source, _FACTS) if source.lines else Facts()
    original = facts.get("original", "en")
    pictures = _read_pictures(folder / "images")
    indexes: dict[str, IndexFile] = {}
    lessons: dict[str, dict[str, LessonFile]] = {}
    for home in sorted(path for path in folder.iterdir() if path.is_dir() and is_language(path.name)):
        if (home / "index.md").exists():
            indexes[home.name] = _read_index(root, home / "index.md", problems)
        if found := _read_lessons(root, home, original, problems):
            lessons[home.name] = {key: _with_own_pictures(lesson, pictures) for key, lesson in found.items()}
    if source.lines and original not in indexes:
        source.error(
            facts.line("original"),
            f"The welcome in the original language is missing: `{original}/index.md`.",
            "Write it, or correct `original`.",
        )
    if source.lines and original not in lessons:
        source.error(
            facts.line("original"),
            f"There are no lessons in the original language, `{original}`.",
            "Write files such as `01-first-lesson.md`.",
        )
    return CourseFolder(folder.name, folder, source, facts, indexes, lessons, pictures)


def _read_pictures(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    found = (path for path in sorted(folder.iterdir()) if path.suffix in PICTURES and path.is_file())
    return {path.name: digest_bytes(path.read_bytes()) for path in found}


def _read_index(root: Path, path: Path, problems: list) -> IndexFile:
    source = read_source(root, path, problems)
    facts = read_facts(source, _INDEX)
    for number in range(facts.body, len(source.lines) + 1):
        if source.line(number).lstrip().startswith("!!!"):
            source.error(number, "A welcome has no boxes.", "Write paragraphs; `###` headings are allowed.")
    welcome = "\n".join(source.lines[facts.body - 1 :]).rstrip()
    blank = len(welcome) - len(welcome.lstrip("\n"))
    return IndexFile(
        source, facts.get("title", ""), facts.get("summary", ""), welcome.strip("\n"), facts.body + blank
    )


def _read_lessons(root: Path, home: Path, original: str, problems: list) -> dict[str, LessonFile]:
    lessons: dict[str, LessonFile] = {}
    numbers: dict[int, str] = {}
    for path in sorted(home.glob("*.md")):
        if split_name(path.name) is None:
            continue
        lesson = read_lesson(root, path, home.name, original, problems)
        if lesson.id in lessons:
            lesson.source.error(1, f"There are two lessons `{lesson.id}`.", "Delete or rename one of the files.")
        elif lesson.number in numbers:
            lesson.source.error(
                1,
                f"There are two lessons with the number {lesson.number:02}: also `{numbers[lesson.number]}`.",
                "Give one of the files another number.",
            )
        else:
            lessons[lesson.id] = lesson
        numbers.setdefault(lesson.number, path.name)
    return lessons


def _with_own_pictures(lesson: LessonFile, pictures: dict[str, str]) -> LessonFile:
    """Point to `name.pl.svg` instead of `name.svg` in a Polish text, where there is one."""
    marked = f".{lesson.language}."
    own = {name.replace(marked, "."): name for name in pictures if marked in name}
    if not own:
        return lesson

    def swap(markdown: str) -> str:
        for name, variant in own.items():
            markdown = markdown.replace(f"../images/{name}", f"../images/{variant}")
        return markdown

    pages = tuple(
        replace(page, blocks=tuple(replace(block, markdown=swap(block.markdown)) for block in page.blocks))
        for page in lesson.pages
    )
    return replace(lesson, pages=pages)
