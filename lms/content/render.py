"""Turns Markdown into safe HTML. The only file that knows Markdown, bleach and nh3."""

import hashlib
import html
import re
import threading
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lms.content.limits import find_excess
from lms.content.model import Course, Lesson, Page, Quiz
from lms.content.page_tree import MARK, PageTree
from lms.content.rendered import Links, RenderedBlock
from lms.content.store import Store

__all__ = ["ATTRIBUTES", "INLINE_TAGS", "TAGS", "VALUES", "Links", "RenderedBlock", "Renderer", "rules_digest"]

INLINE_TAGS = frozenset({"a", "br", "code", "em", "strong"})
_TABLE_TAGS = frozenset({"table", "thead", "tbody", "tr", "th", "td", "div"})
_BLOCK_TAGS = frozenset({"p", "h3", "ul", "ol", "li", "figure", "figcaption", "img", "blockquote", "pre"})
TAGS = INLINE_TAGS | _TABLE_TAGS | _BLOCK_TAGS
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "div": {"aria-label"},
}
VALUES = {
    "div": {"class": {"table"}, "role": {"region"}, "tabindex": {"0"}},
    "th": {"scope": {"col"}, "class": {"right", "center"}},
    "td": {"class": {"right", "center"}},
}
SCHEMES = frozenset({"http", "https", "mailto"})
_MOST_READY = 100_000
"""Texts held ready at once: far more than ten languages have."""
_ADDRESS = re.compile(r"(?<![\w@/.:-])(?:https?://|www\.)[^\s<>\"'`\\]{3,1000}", re.IGNORECASE)
_UNIT = re.compile(r"(?<=[0-9]) (?=%)")
"""The blank of "9.9 %": the sign never stands alone at the beginning of a line."""
_MAIL = re.compile(
    r"(?<![\w.+%@-])[\w+%-](?:[\w.+%-]{0,62}[\w+%-])?@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?![\w@-])",
    re.IGNORECASE,
)


class Renderer:
    """Renders texts once and keeps the result under the digest of text and rules."""

    def __init__(self, store_folder: Path | None = None) -> None:
        self.store = Store(store_folder, rules_digest())
        self.rendered = 0
        """How many pieces this process had to render."""
        self._ready: dict[tuple[bool, str, str], tuple[str, ...]] = {}
        self._used: set[str] = set()
        self._pipelines: dict[bool, _Pipeline] = {}
        self._lock = threading.Lock()

    def page(self, page: Page, lesson: Lesson, course: Course, links: Links) -> tuple[RenderedBlock, ...]:
        """Give the blocks of a page of a lesson; parses nothing that was rendered before."""
        home = f"courses/{course.id}"
        return tuple(
            RenderedBlock(
                block.kind, block.title, block.name, self._show(False, home, block.markdown, links), block.language
            )
            for block in page.blocks
        )

    def text(self, markdown: str, home: str = "", links: Links | None = None) -> str:
        """Give a text as blocks of HTML.

        `home` is where its pictures and links start, `courses/<id>` or `quizzes/<id>`; else they are left out.
        """
        return self._show(False, home, markdown, links)

    def inline(self, markdown: str, home: str = "", links: Links | None = None) -> str:
        """Give a short text, such as an answer, without a paragraph around it and without pictures."""
        return self._show(True, home, markdown, links)

    def prepare(self, courses: tuple[Course, ...], quizzes: tuple[Quiz, ...] = ()) -> None:
        """Render everything of these courses and quizzes that is not kept yet, and write it to the store."""
        for course in courses:
            home = f"courses/{course.id}"
            self._find(False, home, course.welcome)
            for lesson in course.lessons:
                for page in lesson.pages:
                    for block in page.blocks:
                        self._find(False, home, block.markdown)
        own = tuple(quiz for course in courses for quiz in (*course.quizzes(), course.form) if quiz)
        for quiz in (*own, *quizzes):
            self._prepare_quiz(quiz)
        self.store.save()

    def keep(self, course: Course) -> None:
        """Render whatever of one course is not kept yet, and write it to the store."""
        self.prepare((course,))

    def forget_unused(self) -> None:
        """Drop what was not asked for since the start. Call it after `prepare` has seen all courses."""
        self.store.keep_only(self._used)

    def _prepare_quiz(self, quiz: Quiz) -> None:
        home = f"quizzes/{quiz.id}"
        for question in quiz.questions:
            self._find(False, home, question.text)
            self._find(False, home, question.reply)
            for choice in question.choices:
                for text in (choice.text, choice.match, choice.reply):
                    self._find(True, home, text)

    def _show(self, inline: bool, home: str, markdown: str, links: Links | None) -> str:
        parts = self._ready.get((inline, home, markdown)) or self._find(inline, home, markdown)
        if len(parts) == 1:
            return parts[0]
        if links is None or (links.quiz_picture is None and home.startswith("quizzes/")):
            return self._show(inline, "", markdown, None)
        return "".join(part if number % 2 == 0 else links.address(part) for number, part in enumerate(parts))

    def _find(self, inline: bool, home: str, markdown: str) -> tuple[str, ...]:
        """Give the pieces of a text: HTML, reference, HTML, reference ... HTML."""
        key = (inline, home, markdown)
        if key in self._ready:
            return self._ready[key]
        with self._lock:
            if len(self._ready) >= _MOST_READY:
                self._ready.clear()
            digest = hashlib.sha256(f"{inline}\0{home}\0{markdown}".encode()).hexdigest()[:40]
            rendered = self.store.find(digest)
            if rendered is None:
                rendered = self._render(inline, home, markdown)
                self.store.keep(digest, rendered)
            self._used.add(digest)
            self._ready[key] = tuple(rendered.split(MARK))
        return self._ready[key]

    def _render(self, inline: bool, home: str, markdown: str) -> str:
        if not markdown.strip():
            return ""
        if inline not in self._pipelines:
            self._pipelines[inline] = _Pipeline(inline)
        self.rendered += 1
        return self._pipelines[inline].run(markdown, home)


class _Pipeline:
    """Python-Markdown, then bleach, then nh3. One text at a time."""

    def __init__(self, inline: bool) -> None:
        # Imported late: a process that finds everything kept never needs them, nor their memory.
        import bleach  # noqa: PLC0415
        import markdown  # noqa: PLC0415
        import nh3  # noqa: PLC0415
        from bleach.linkifier import LinkifyFilter  # noqa: PLC0415
        from markdown.extensions.tables import TableExtension  # noqa: PLC0415

        self.inline = inline
        self.tags = INLINE_TAGS if inline else TAGS
        self.tree = PageTree()
        self.markdown = markdown.Markdown(
            extensions=[] if inline else [TableExtension(use_align_attribute=True), "sane_lists"],
            output_format="html",
        )
        _narrow(self.markdown, inline)
        self.markdown.treeprocessors.register(self.tree, "page_tree", 15)
        linkify = partial(
            LinkifyFilter,
            callbacks=[_secure],
            skip_tags={"code", "pre"},
            parse_email=True,
            url_re=_ADDRESS,
            email_re=_MAIL,
        )
        self.bleach = bleach.Cleaner(
            tags=self.tags, attributes=_is_allowed, protocols=SCHEMES, strip=True, filters=[linkify]
        )
        self.last_word = nh3.Cleaner(
            tags=set(self.tags),
            clean_content_tags={"script", "style"},
            attributes={tag: names for tag, names in ATTRIBUTES.items() if tag in self.tags},
            tag_attribute_values={tag: names for tag, names in VALUES.items() if tag in self.tags},
            url_schemes=set(SCHEMES),
            link_rel="noopener noreferrer",
        )

    def run(self, text: str, home: str) -> str:
        """Give the HTML of a text; references stand between marks."""
        text = text.replace(MARK, "")
        if self.inline:
            text = " ".join(text.split())
        text = _UNIT.sub("\u00a0", text)
        if find_excess(text):
            return self._plain(text)
        self.tree.home = home
        made = self.markdown.reset().convert(text)
        return self.last_word.clean(self.bleach.clean(made)).strip()

    def _plain(self, text: str) -> str:
        """Give a text as it stands, as paragraphs: for texts that nobody writes by hand."""
        safe = html.escape(text)
        if self.inline:
            return safe
        return "\n".join(f"<p>{part}</p>" for part in re.split(r"\n{2,}", safe) if part.strip())


def _narrow(converter: Any, inline: bool) -> None:
    """Take out what the format does not have: raw HTML, references, code by indentation, lines."""
    converter.preprocessors.deregister("html_block")
    for name in ("html", "automail", "reference", "image_reference", "short_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(name)
    for name in ("reference", "code", "hr", "setextheader"):
        converter.parser.blockprocessors.deregister(name)
    if inline:
        for name in ("indent", "hashheader", "olist", "ulist", "quote"):
            converter.parser.blockprocessors.deregister(name)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    return name in ATTRIBUTES.get(tag, ()) or value in VALUES.get(tag, {}).get(name, ())


def _secure(attributes: dict, new: bool = False) -> dict:
    """Let a bare `www.` address lead to the encrypted site; a scheme that was written is kept."""
    if new and attributes["_text"].lower().startswith("www."):
        attributes[(None, "href")] = "https://" + attributes["_text"]
    return attributes


def rules_digest() -> str:
    """Digest the rules of rendering: these files and the versions of the libraries."""
    home = Path(__file__).parent
    rules = b"".join(
        (home / name).read_bytes() for name in ("render.py", "page_tree.py", "targets.py", "limits.py")
    )
    versions = " ".join(f"{name} {version(name)}" for name in ("markdown", "bleach", "nh3"))
    return hashlib.sha256(rules + versions.encode()).hexdigest()[:16]
