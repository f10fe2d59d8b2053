"""Everything a region adds: its facts in `region.md`, its inserts in one file per language."""

import re
from dataclasses import dataclass
from pathlib import Path

from lms.content import front_matter as facts_of
from lms.content.blocks import make_block
from lms.content.front_matter import Fact, read_facts
from lms.content.model import Block, BlockKind, Region
from lms.content.names import is_kebab, is_language
from lms.content.source_text import Source, name_for_messages, read_source

_FACTS = {
    "name": Fact(facts_of.text, required=True),
    "country": Fact(facts_of.country, required=True),
    "languages": Fact(facts_of.languages, required=True),
    "zone": Fact(facts_of.zone, required=True),
    "target": Fact(facts_of.whole_number(0, 1_000_000), required=True),
    "lab_target": Fact(facts_of.whole_number(0, 10_000), required=True),
    "active": Fact(facts_of.yes_no, required=True),
    "aliases": Fact(facts_of.words),
    "contact": Fact(facts_of.text),
}


@dataclass(frozen=True, slots=True)
class InsertFile:
    """The inserts of a region in one language."""

    source: Source
    language: str
    inserts: dict[str, Block]


@dataclass(frozen=True, slots=True)
class RegionFolder:
    """A region with the places of its inserts."""

    id: str
    region: Region | None
    """None if its facts cannot be used."""
    inserts: tuple[InsertFile, ...]


def read_region(root: Path, folder: Path, problems: list) -> RegionFolder:
    """Read one folder below `regions/`; a file of inserts with errors is left out."""
    files = tuple(
        _read_inserts(root, path, problems)
        for path in sorted(folder.glob("*.md"))
        if path.name not in ("region.md", "README.md") and is_language(path.stem)
    )
    source = read_source(root, folder / "region.md", problems)
    facts = read_facts(source, _FACTS) if source.lines else None
    if not is_kebab(folder.name):
        source.error(
            1,
            f"`{name_for_messages(root, folder)}` is no name for a region.",
            "Use small letters, digits and hyphens.",
        )
    if facts is None or source.broken:
        return RegionFolder(folder.name, None, files)
    region = Region(
        id=folder.name,
        **{
            key: facts.get(key)
            for key in ("name", "country", "languages", "zone", "target", "lab_target", "active")
        },
        aliases=facts.get("aliases", ()),
        contact=facts.get("contact", ""),
        inserts={
            file.language: {name: block.markdown for name, block in file.inserts.items()}
            for file in files
            if not file.source.broken
        },
    )
    return RegionFolder(folder.name, region, files)


def _read_inserts(root: Path, path: Path, problems: list) -> InsertFile:
    source = read_source(root, path, problems)
    first = read_facts(source, {}, optional=True).body
    inserts: dict[str, Block] = {}
    starts = [n for n in range(first, len(source.lines) + 1) if re.match(r"##?(?!#)", source.line(n))]
    for number in range(first, starts[0] if starts else len(source.lines) + 1):
        if source.line(number).strip():
            source.error(
                number, "There is text before the first insert.", "Put a heading `## name-of-insert` above it."
            )
            break
    for start, end in zip(starts, [*starts[1:], len(source.lines) + 1], strict=True):
        name = source.line(start).lstrip("#").strip()
        block = make_block(BlockKind.TEXT, [source.line(n) for n in range(start + 1, end)], start + 1)
        if not source.line(start).startswith("## ") or not is_kebab(name):
            source.error(
                start, "This heading is no name of an insert.", "Write `## name-of-insert`, as in the region box."
            )
        elif name in inserts:
            source.error(start, f"The insert `{name}` stands twice.", "Keep one of the two.")
        elif not block.markdown:
            source.error(
                start,
                "This insert is empty.",
                "Write its text, or delete the heading: the neutral text is shown then.",
            )
        else:
            inserts[name] = block
        for number in range(start + 1, end):
            if source.line(number).startswith("!!!"):
                source.error(number, "An insert has no boxes.", "Write paragraphs, lists and links only.")
    return InsertFile(source, path.stem, inserts)
