"""The text of a lesson below its facts: pages (`## Title`), running text, and boxes (`!!! kind "title"`)."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from lms.content.model import Block, BlockKind, Page
from lms.content.names import is_kebab, nearest_hint
from lms.content.source_text import Source

_BOX = re.compile(r'!!! +([A-Za-z]+)(?: +"(.*)")?\s*')
_BOXES = {kind.value: kind for kind in BlockKind if kind is not BlockKind.TEXT}
_WITHOUT_TITLE = {BlockKind.REFLECT}
_COUNTED = {BlockKind.REFLECT, BlockKind.SHEET}
_INDENT = 4


@dataclass(slots=True)
class _Reading:
    """What has been read of a lesson so far."""

    source: Source
    pages: list[Page] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    start: int = 0
    counted: Counter[BlockKind] = field(default_factory=Counter)
    title: str | None = None
    title_line: int = 0

    def end_text(self) -> None:
        """Close the running text, if there is any."""
        block = make_block(BlockKind.TEXT, self.lines, self.start)
        if block.markdown and self.title is not None:
            self.blocks.append(block)
        elif block.markdown:
            self.source.error(
                block.line, "There is text before the first page.", "Put a heading `## ...` above it."
            )
        self.lines = []

    def end_page(self) -> None:
        """Close the page, if one is open."""
        self.end_text()
        if self.title is None:
            if self.blocks:
                self.source.error(
                    self.blocks[0].line,
                    "There is a box before the first page.",
                    "Put a heading `## ...` above it.",
                )
        else:
            if not self.blocks:
                self.source.error(self.title_line, "This page is empty.", "Write its text, or delete the heading.")
            self.pages.append(Page(len(self.pages) + 1, self.title, tuple(self.blocks)))
        self.blocks = []


def read_pages(source: Source, first: int) -> tuple[Page, ...]:
    """Read the pages of a lesson from line `first` on, and report what is not as it should be."""
    reading = _Reading(source, start=first)
    number = first
    while number <= len(source.lines):
        line = source.line(number)
        if line.startswith("!!!"):
            reading.end_text()
            number = _read_box(reading, number)
            reading.start = number
            continue
        if re.match(r"##?(?!#)", line):
            reading.end_page()
            _begin_page(reading, number)
            reading.start = number + 1
        else:
            if line.lstrip().startswith("!!!"):
                source.error(
                    number, "This box is indented.", "Begin the line with `!!!`, without blanks before it."
                )
            reading.lines.append(line)
        number += 1
    reading.end_page()
    if not reading.pages:
        source.error(first, "The lesson has no page.", "Begin each page with a heading `## Title`.")
    return tuple(reading.pages)


def make_block(kind: BlockKind, lines: list[str], start: int, title: str = "") -> Block:
    """Make a block of lines, without the blank ones around; `start` is the line of the first."""
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return Block(kind, "", title, line=start)
    markdown = "\n".join(line.rstrip() for line in lines[first:]).rstrip()
    return Block(kind, markdown, title, line=start + first)


def _begin_page(reading: _Reading, number: int) -> None:
    line = reading.source.line(number)
    if not line.startswith("##"):
        reading.source.error(
            number, "A lesson has no heading with one `#`.", "Write `## Title`; the lesson's own title is a fact."
        )
    elif not re.match(r"## +\S", line):
        reading.source.error(number, "This page has no title.", "Write `## Title`, with a blank after the `##`.")
    reading.title = line.lstrip("#").strip().rstrip("#").strip()
    reading.title_line = number


def _read_box(reading: _Reading, number: int) -> int:
    """Read a box that begins on this line; give the number of the line after it."""
    source = reading.source
    body: list[str] = []
    after = number + 1
    while after <= len(source.lines):
        line = source.line(after).expandtabs(_INDENT)
        if line.strip() and not line.startswith(" " * _INDENT):
            if not line.startswith(" ") or line.lstrip().startswith("!!!"):
                break
            source.error(after, "This line of a box is indented by too little.", "Indent it by four spaces.")
            line = " " * _INDENT + line.lstrip()
        if line.lstrip().startswith("!!!"):
            source.error(
                after, "There is a box inside a box.", "Begin the line with `!!!`, without blanks before it."
            )
        body.append(line[_INDENT:])
        after += 1
    heading = _BOX.fullmatch(source.line(number))
    if heading is None:
        source.error(
            number, "This box cannot be read.", 'Write `!!! kind "title"`, with straight quotation marks.'
        )
    elif heading[1] not in _BOXES:
        source.error(number, f"`{heading[1]}`: unknown kind of box.", nearest_hint(heading[1], _BOXES))
    else:
        _keep_box(reading, number, _BOXES[heading[1]], (heading[2] or "").strip(), body)
    return after


def _keep_box(reading: _Reading, number: int, kind: BlockKind, title: str, body: list[str]) -> None:
    source = reading.source
    block = make_block(kind, body, number + 1, title)
    if not block.markdown:
        source.error(number, "This box is empty.", "Write its text below, indented by four spaces.")
    if not title and kind not in _WITHOUT_TITLE:
        what = "the name of the insert" if kind is BlockKind.REGION else "a title"
        source.error(number, f"This box lacks {what}.", f'Write `!!! {kind} "..."`.')
    if kind is BlockKind.REGION:
        if title and not is_kebab(title):
            source.error(number, f"`{title}` is no name for an insert.", "Use small letters, digits and hyphens.")
        block = replace(block, title="", name=title)
    elif kind in _COUNTED:
        reading.counted[kind] += 1
        block = replace(block, name=f"{kind}-{reading.counted[kind]}")
    reading.blocks.append(block)
