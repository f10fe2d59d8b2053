"""Where the addresses in HTML, SVG and CSS point."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_CSS_ADDRESS = re.compile(
    r"""(?:url\(\s*(?P<q>["']?)(?P<url>[^"')]+)(?P=q)\s*\)|@import\s+["'](?P<imported>[^"']+))"""
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LOADING = frozenset({"src", "poster", "data", "action", "formaction", "background"})
_DATA_SCRIPTS = ("json", "template", "plain", "html")


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is written, and whether the browser fetches it by itself."""

    url: str
    line: int
    loads: bool


@dataclass(slots=True)
class Page:
    """What an HTML or SVG file refers to and runs."""

    addresses: list[Address] = field(default_factory=list)
    inline_scripts: list[int] = field(default_factory=list)
    """Lines of scripts and handlers that stand in the page itself."""
    scripts: list[str] = field(default_factory=list)
    """Addresses of script files."""
    bases: list[int] = field(default_factory=list)
    """Lines of `<base>` elements."""


def read_page(text: str) -> Page:
    """Collect what a page refers to; broken markup is read as a browser would, never refused."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def css_addresses(text: str) -> list[str]:
    """List the addresses in a style sheet."""
    found = _CSS_ADDRESS.finditer(_COMMENT.sub("", text))
    return [(match["url"] or match["imported"]).strip() for match in found]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        line = self.getpos()[0]
        if tag == "base":
            self.page.bases.append(line)
            return
        if tag == "style":
            self._in_style = True
        if tag == "script":
            self._script(given, line)
        for name, value in given.items():
            if name.startswith("on") or value.lower().startswith("javascript:"):
                self.page.inline_scripts.append(line)
            else:
                self._addresses(tag, name, value, line)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._in_style = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._css(data, self.getpos()[0])

    def _script(self, given: dict[str, str], line: int) -> None:
        if "src" in given:
            self.page.scripts.append(given["src"])
        elif not given.get("type", "").lower().endswith(_DATA_SCRIPTS):
            self.page.inline_scripts.append(line)

    def _addresses(self, tag: str, name: str, value: str, line: int) -> None:
        if name in _LOADING and value:
            self.page.addresses.append(Address(value, line, loads=True))
        elif name in ("href", "xlink:href") and value:
            self.page.addresses.append(Address(value, line, loads=tag not in ("a", "area")))
        elif name == "srcset":
            for candidate in value.split(","):
                if words := candidate.split():
                    self.page.addresses.append(Address(words[0], line, loads=True))
        elif name == "style":
            self._css(value, line)

    def _css(self, text: str, line: int) -> None:
        self.page.addresses += [Address(url, line, loads=True) for url in css_addresses(text)]
