"""The manifest as a small tree with line numbers and the prefixes as they are written.

Some platforms know prefixes but no namespaces, so the literal names are what counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from lms.pyscorm.errors import ScormError

_DEEPEST = 100


@dataclass(slots=True)
class Element:
    """One element of the manifest."""

    name: str
    """With its prefix."""
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    source: str = ""
    """The whole document; at the root only."""

    @property
    def local(self) -> str:
        """The name without its prefix, in small letters."""
        return self.name.rpartition(":")[2].lower()

    def get(self, local: str) -> str:
        """Read an attribute by its name without prefix, in small letters; empty if there is none."""
        found = (value for name, value in self.attributes.items() if name.rpartition(":")[2].lower() == local)
        return next(found, "")

    def find(self, *path: str) -> "Element | None":
        """Find the first descendant along a path of local names."""
        here: Element | None = self
        for local in path:
            here = next((child for child in here.children if child.local == local), None) if here else None
        return here

    def walk(self, local: str = "") -> Iterator["Element"]:
        """Go through this element and everything below it, in order; only those named `local` if given."""
        if not local or self.local == local:
            yield self
        for child in self.children:
            yield from child.walk(local)


def read_tree(data: bytes, limit: int) -> Element:
    """Parse a manifest. Raises ScormError when it is too big, broken, too deep, or has a DOCTYPE."""
    if len(data) > limit:
        raise ScormError("The manifest is bigger than %(limit)d bytes.", limit=limit)
    builder = _Builder()
    try:
        root = builder.parse(data)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise ScormError("The manifest cannot be read: %(fault)s", fault=fault) from fault
    root.source = _source(data)
    return root


class _Builder:
    """Grows the tree from expat's events."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def parse(self, data: bytes) -> Element:
        self.parser.Parse(data, True)
        if self.root is None:
            raise ValueError("it is empty")
        return self.root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(name, attributes, self.parser.CurrentLineNumber)
        if len(self.open) >= _DEEPEST:
            raise ScormError("The manifest is nested more than %(deepest)d levels deep.", deepest=_DEEPEST)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        self.open[-1].text += text

    def _doctype(self, *_facts: object) -> None:
        # Entities declared in it could make the text grow without end or read files of the server.
        raise ScormError("The manifest has a DOCTYPE; such files are not read.")


def _source(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding, "replace")
