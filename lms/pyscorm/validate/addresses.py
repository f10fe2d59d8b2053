"""Where the addresses in HTML, SVG and CSS point.

A scanner of our own: it reads start tags only and is many times faster than a parser, so that a package can be
checked whenever it is asked for. Every pattern is possessive: hostile text costs no more than its length.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""<(?:!--.*?(?:-->|\Z)|(?P<tag>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<given>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>)""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]++)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'<>]++)))?+"""
)
_CSS_ADDRESS = re.compile(
    r"""url\(\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^"')\s]++))|@import\s++["'](?P<imported>[^"']++)"""
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_RAW = {tag: re.compile(rf"</{tag}", re.IGNORECASE) for tag in ("script", "style")}
_LOADING = frozenset({"src", "poster", "data", "action", "formaction", "background"})
_DATA_SCRIPTS = ("json", "template", "plain", "html")


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is written, where it stands, and whether the browser fetches it by itself."""

    url: str
    offset: int
    loads: bool


@dataclass(slots=True)
class Page:
    """What an HTML or SVG file refers to and runs; places are offsets into its text."""

    text: str
    addresses: list[Address] = field(default_factory=list)
    inline_scripts: list[int] = field(default_factory=list)
    """Scripts and handlers that stand in the page itself."""
    scripts: list[str] = field(default_factory=list)
    """Addresses of script files."""
    views: list[str] = field(default_factory=list)
    """Those of them that are marked with `data-view`: they draw, and need the page."""
    bases: list[int] = field(default_factory=list)
    """`<base>` elements."""

    def line(self, offset: int) -> int:
        """Count the line of an offset, from 1."""
        return self.text.count("\n", 0, offset) + 1


def read_page(text: str) -> Page:
    """Collect what a page refers to; broken markup is passed over, never refused."""
    page = Page(text)
    position = 0
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token["tag"] is None:
            continue
        tag = token["tag"].lower()
        if tag in _RAW:
            position = _read_raw(page, tag, token)
        if tag == "script" and not _is_data(token["given"]):
            page.inline_scripts.append(token.start())
        if token["given"].strip(" \n/"):
            _read_attributes(page, tag, token)
    return page


def css_addresses(text: str) -> list[str]:
    """List the addresses in a style sheet."""
    found = _CSS_ADDRESS.finditer(_COMMENT.sub("", text))
    return [
        (match["double"] or match["single"] or match["bare"] or match["imported"] or "").strip() for match in found
    ]


def _attributes(given: str) -> Iterator[tuple[str, str]]:
    for match in _ATTRIBUTE.finditer(given):
        value = match["double"] or match["single"] or match["bare"] or ""
        yield match["name"].lower(), (html.unescape(value) if "&" in value else value).strip()


def _is_data(given: str) -> bool:
    """Whether a script is a file of its own, or holds data that no browser runs."""
    known = dict(_attributes(given))
    return "src" in known or known.get("type", "").lower().endswith(_DATA_SCRIPTS)


def _read_raw(page: Page, tag: str, token: re.Match[str]) -> int:
    """Read what stands between the tags of a script or style sheet; returns where it ends."""
    if token["given"].endswith("/"):
        return token.end()
    end = _RAW[tag].search(page.text, token.end())
    stop = end.start() if end else len(page.text)
    if tag == "style":
        _read_css(page, page.text[token.end() : stop], token.start())
    return stop


def _read_attributes(page: Page, tag: str, token: re.Match[str]) -> None:
    offset = token.start()
    given = dict(_attributes(token["given"]))
    if tag == "base":
        page.bases.append(offset)
        return
    if tag == "script" and "src" in given:
        page.scripts.append(given["src"])
        if "data-view" in given:
            page.views.append(given["src"])
    for name, value in given.items():
        if name.startswith("on") or value[:11].lower() == "javascript:":
            page.inline_scripts.append(offset)
        elif name in _LOADING and value:
            page.addresses.append(Address(value, offset, loads=True))
        elif name in ("href", "xlink:href") and value:
            page.addresses.append(Address(value, offset, loads=tag not in ("a", "area")))
        elif name == "srcset":
            candidates = (candidate.split() for candidate in value.split(","))
            page.addresses += [Address(words[0], offset, loads=True) for words in candidates if words]
        elif name == "style":
            _read_css(page, value, offset)


def _read_css(page: Page, text: str, offset: int) -> None:
    page.addresses += [Address(url, offset, loads=True) for url in css_addresses(text)]
