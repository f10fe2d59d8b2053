"""One lesson in one language: `NN-lesson-id.md`."""

import re
from dataclasses import dataclass
from pathlib import Path

from lms.content import front_matter as facts_of
from lms.content.blocks import read_pages
from lms.content.front_matter import Fact, Facts, read_facts
from lms.content.model import Page
from lms.content.source_text import Source, read_source

_NAME = re.compile(r"(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")

_WORDS = {
    "title": Fact(facts_of.text, required=True),
    "objectives": Fact(facts_of.sentences),
    "keywords": Fact(facts_of.words),
}
_ORIGINAL = {
    **_WORDS,
    "minutes": Fact(facts_of.whole_number(1, 300)),
    "quiz": Fact(facts_of.identifier),
}
_TRANSLATION = {**_WORDS, "source": Fact(facts_of.text)}


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A lesson as it stands in one file, before quiz and region are joined to it."""

    source: Source
    id: str
    number: int
    language: str
    title: str
    pages: tuple[Page, ...]
    facts: Facts

    @property
    def minutes(self) -> int:
        """Reading minutes; 0 in translations, which take those of the original."""
        return self.facts.get("minutes", 0)

    @property
    def quiz_id(self) -> str:
        """Id of the lesson's quiz; empty if there is none."""
        return self.facts.get("quiz", "")


def split_name(name: str) -> tuple[int, str] | None:
    """Give number and id of a lesson from the name of its file; None if it is no lesson's name."""
    match = _NAME.fullmatch(name)
    return (int(match[1]), match[2]) if match else None


def read_lesson(root: Path, path: Path, language: str, original: str, problems: list) -> LessonFile:
    """Read one lesson; what is wrong with it is reported and the rest is read on.

    `original` is the language in which the course was written: other languages hold words only.
    """
    source = read_source(root, path, problems)
    number, lesson_id = split_name(path.name) or (0, path.stem)
    if language == original:
        facts = read_facts(source, _ORIGINAL, {"source": "the translations"})
    else:
        home = f"{original}/{path.name}"
        facts = read_facts(source, _TRANSLATION, {"minutes": home, "quiz": home})
    pages = read_pages(source, facts.body)
    return LessonFile(source, lesson_id, number, language, facts.get("title", ""), pages, facts)
