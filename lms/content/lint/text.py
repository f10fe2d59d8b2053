"""Checks one Markdown text: pictures, links, headings, tables, raw HTML."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lms.content.limits import find_excess
from lms.content.lint.lists import check_lists
from lms.content.lint.tables import check_tables
from lms.content.names import nearest_hint
from lms.content.source_text import Source
from lms.content.targets import LessonTarget, read_link, read_picture

_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]{1,500})\1(?!`)")
_LINK = re.compile(
    r'(!?)\[((?:[^\[\]\\]|\\.){0,2000})\]\(\s*(<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(\s+"[^"\n]*"|\s[^()\n]*)?\s*\)'
)
_HTML = re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?][^>\n]{0,200}>?")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.M)
_HEADING = re.compile(r"^ {0,3}(#{1,6})(.*)$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,}|(?:\* *){3,}|(?:_ ?){3,}) *$")
_REMARKABLE = re.compile(r"[\n\[<|`~]|^[\s#=*_>+-]|^\d+\.|[\s\S]{200}")
"""What a text must have to be looked at; most answers and replies are one short plain line."""
_VAGUE = {"here", "click here", "click", "link", "this link", "more", "read more", "this"}


@dataclass(frozen=True, slots=True)
class TextRules:
    """What a text may refer to."""

    home: str
    """`courses/<id>`, `quizzes/<id>` or `courses/regions`: where relative addresses start."""
    pictures: frozenset[str] = frozenset()
    """Names of the pictures in the folder."""
    find_lesson: Callable[[LessonTarget], str] = lambda target: ""
    """Gives a complaint about a link to a lesson; empty if it leads somewhere."""
    headings: bool = True
    """Whether `###` headings may stand in it."""


def check_text(source: Source, first: int, markdown: str, rules: TextRules) -> set[str]:
    """Report the faults of a text that begins on line `first`; give the names of the pictures it uses."""
    if not _REMARKABLE.search(markdown):
        return set()
    if excess := find_excess(markdown):
        message, offset = excess
        source.error(_line_of(markdown, offset, first), message, "Divide it, or write it in a simpler way.")
    plain = _CODE.sub(lambda found: " " * len(found[0]), markdown)
    lines = plain.split("\n")
    used = _check_links(source, first, plain, rules)
    for found in _HTML.finditer(plain):
        source.error(
            _line_of(plain, found.start(), first),
            "This is HTML.",
            "Write it in Markdown; a lone `<` is fine before a blank.",
        )
    for found in _REFERENCE.finditer(plain):
        source.error(
            _line_of(plain, found.start(), first),
            "This kind of link is not known here.",
            "Write `[text](address)` in the sentence.",
        )
    _check_headings(source, first, lines, rules)
    check_lists(source, first, lines)
    check_tables(source, first, lines)
    for number, line in enumerate(lines, first):
        if line.lstrip().startswith(("```", "~~~")):
            source.error(number, "Fences for code are not known here.", "Put short code between single backticks.")
    return used


def _line_of(text: str, offset: int, first: int) -> int:
    return first + text.count("\n", 0, offset)


def _check_links(source: Source, first: int, plain: str, rules: TextRules) -> set[str]:
    used: set[str] = set()
    for found in _LINK.finditer(plain):
        line = _line_of(plain, found.start(), first)
        label, target = found[2].strip(), found[3].strip("<>")
        if found[4] and not found[4].strip().startswith('"'):
            source.error(
                line,
                "The address in brackets cannot be read.",
                "Write no blanks in it; a caption stands in straight quotation marks.",
            )
        elif found[1]:
            used |= _check_picture(source, line, label, target, rules)
            _check_alone(source, line, plain, found)
        else:
            _check_link(source, line, label, target, rules)
    return used


def _check_picture(source: Source, line: int, label: str, target: str, rules: TextRules) -> set[str]:
    if not label:
        source.error(
            line,
            "This picture has no text alternative.",
            "Say between the square brackets what the picture tells.",
        )
    elif re.fullmatch(r"(?i)(picture|image|photo|figure|diagram|graphic)\W*|[\w-]+\.\w{3,4}", label):
        source.warning(line, "The text alternative says nothing.", "Say what the picture tells.")
    picture = read_picture(target, rules.home)
    where = "images/name.svg" if rules.home.startswith("quizzes/") else "../images/name.svg"
    if picture is None:
        source.error(
            line, f"`{target}` is no picture of this folder.", f"Put the file into `images` and write `{where}`."
        )
        return set()
    if picture.name not in rules.pictures:
        source.error(
            line, f"The picture `{picture.name}` does not exist.", nearest_hint(picture.name, rules.pictures)
        )
    return {picture.name}


def _check_alone(source: Source, line: int, plain: str, found: re.Match[str]) -> None:
    before = plain[: found.start()].rsplit("\n\n", 1)[-1].strip()
    after = plain[found.end() :].split("\n\n", 1)[0].strip()
    if before or after:
        source.warning(
            line, "This picture stands in the middle of a paragraph.", "Put blank lines above and below it."
        )


def _check_link(source: Source, line: int, label: str, target: str, rules: TextRules) -> None:
    if not label:
        source.error(line, "This link has no text.", "Write between the square brackets where it leads.")
    elif label.casefold().strip(" .") in _VAGUE:
        source.warning(
            line,
            f"The link text `{label}` does not say where it leads.",
            "Name the place, such as the title of the page.",
        )
    link = read_link(target, rules.home)
    if link is None:
        source.error(
            line,
            f"`{target}` is no address a link may have.",
            "Use `https://...`, a mail address, or a lesson such as `02-policy-models.md`.",
        )
    elif isinstance(link, LessonTarget) and (complaint := rules.find_lesson(link)):
        source.error(line, complaint, "Correct the address of the link.")


def _check_headings(source: Source, first: int, lines: list[str], rules: TextRules) -> None:
    before = ""
    for number, line in enumerate(lines, first):
        if heading := _HEADING.match(line):
            _check_heading(source, number, heading, rules)
        elif (rule := _UNDERLINE.match(line)) and not (before.strip() and "|" in before):
            if before.strip() and rule[1][0] in "=-":
                source.error(
                    number,
                    "This line makes a heading of the line above.",
                    "Use `### Title`, or put a blank line between.",
                )
            elif rule[1][0] != "=":
                source.error(
                    number,
                    "Lines across the page are not known here.",
                    "Delete it, or begin a new page with `##`.",
                )
        before = line


def _check_heading(source: Source, number: int, heading: re.Match[str], rules: TextRules) -> None:
    if len(heading[1]) != 3:
        source.error(
            number,
            f"A heading with {len(heading[1])} `#` breaks the order of headings.",
            "Use `### Title` inside a page.",
        )
    elif not heading[2].startswith(" ") or not heading[2].strip(" #"):
        source.error(number, "This heading has no text.", "Write `### Title`, with a blank after the `###`.")
    elif not rules.headings:
        source.error(number, "There is no place for a heading here.", "Write a sentence instead.")
