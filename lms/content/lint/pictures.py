"""Checks pictures: an SVG is well-formed, draws only, and names itself; other files are what their ending says."""

import re
from pathlib import Path
from xml.parsers import expat

from lms.content.names import is_kebab
from lms.content.source_text import Source, name_for_messages

_HEAVY = 500_000
"""Bytes."""
_SVG = "http://www.w3.org/2000/svg"
_DRAWING = frozenset(
    [
        "svg",
        "g",
        "title",
        "desc",
        "style",
        "defs",
        "symbol",
        "use",
        "marker",
        "clipPath",
        "mask",
        "pattern",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "linearGradient",
        "radialGradient",
        "stop",
    ]
)
_HREF = {"href", "http://www.w3.org/1999/xlink href"}
_OUTSIDE = re.compile(r"""(?i)url\(\s*['"]?\s*(?!#)|@import|expression\s*\(|javascript:|-moz-binding""")
_BEGINNINGS = {".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".webp": b"RIFF"}


def check_picture(root: Path, path: Path, problems: list) -> Source:
    """Report the faults of one picture file."""
    data = path.read_bytes()
    text = data.decode("utf-8", errors="replace") if path.suffix == ".svg" else ""
    source = Source(name_for_messages(root, path), tuple(text.split("\n")), problems)
    if not all(is_kebab(part) for part in path.stem.split(".", 1)):
        source.error(1, f"`{path.name}` is no name for a picture.", "Use small letters, digits and hyphens.")
    if len(data) > _HEAVY:
        source.warning(1, f"The picture has {len(data) // 1000} kB.", f"Make it smaller than {_HEAVY // 1000} kB.")
    if path.suffix == ".svg":
        _SvgCheck(source).run(data)
    elif not data.startswith(_BEGINNINGS[path.suffix]):
        source.error(
            1, f"This is not a {path.suffix[1:].upper()} picture.", "Save it in the format its ending says."
        )
    return source


class _SvgCheck:
    """Walks through an SVG once and reports what must not be in it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.path: list[str] = []
        self.has_title = False
        self.style: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction

    def run(self, data: bytes) -> None:
        """Check the bytes of the file."""
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            message = f"The SVG is not well-formed: {expat.ErrorString(error.code)}."
            self.source.error(error.lineno, message, "Mend it in a text editor, or export it again.")
            return
        except _RefusedError:
            return
        if not self.has_title:
            self.source.error(
                1, "The SVG has no `<title>`.", "Put `<title>` with a short name right below `<svg ...>`."
            )

    def _error(self, message: str, fix: str) -> None:
        self.source.error(self.parser.CurrentLineNumber, message, fix)

    def _doctype(self, *_declaration: object) -> None:
        # Stop here: entities declared in it could blow up the text.
        self._error("The SVG has a DOCTYPE.", "Delete it.")
        raise _RefusedError

    def _instruction(self, target: str, _data: str) -> None:
        self._error(f"The SVG has an instruction `<?{target}`.", "Delete it.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if space == _SVG and name not in _DRAWING:
            self._error(f"`<{name}>` has no place in a picture.", "Delete it; pictures only draw.")
        elif space != _SVG and not self.path:
            self._error("The file is not an SVG.", f'Begin it with `<svg xmlns="{_SVG}" ...>`.')
        elif space != _SVG:
            self._error(f"`<{name}>` is no part of SVG.", "Delete it; save as plain SVG.")
        if not self.path:
            self._check_root(name, attributes)
        self.path.append(name)
        for key, value in attributes.items():
            self._check_attribute(key, value)

    def _check_root(self, name: str, attributes: dict[str, str]) -> None:
        if name == "svg" and "viewBox" not in attributes:
            self._error("The SVG has no `viewBox`.", 'Add one, such as `viewBox="0 0 480 320"`.')
        if name == "svg" and attributes.get("role") != "img":
            self.source.warning(
                self.parser.CurrentLineNumber,
                "The SVG does not say that it is a picture.",
                'Add `role="img"` to `<svg>`.',
            )

    def _check_attribute(self, key: str, value: str) -> None:
        name = key.rpartition(" ")[2]
        if name.lower().startswith("on"):
            self._error(f"The attribute `{name}` can run a script.", "Delete it.")
        elif (key in _HREF or name == "href") and not value.startswith("#"):
            self._error(f"`{name}` leads out of the picture.", "Delete it; a picture holds all it needs.")
        elif _OUTSIDE.search(value):
            self._error(f"`{name}` loads something from outside.", "Delete it; a picture holds all it needs.")

    def _text(self, text: str) -> None:
        if self.path[-1] == "style":
            self.style.append(text)
        elif self.path == ["svg", "title"] and text.strip():
            self.has_title = True

    def _end(self, _tag: str) -> None:
        if self.path.pop() == "style":
            if _OUTSIDE.search("".join(self.style)) or "\\" in "".join(self.style):
                self._error(
                    "The style loads something from outside.", "Delete `@import`, `url(...)` and backslashes."
                )
            self.style.clear()


class _RefusedError(Exception):
    """Ends the reading of a picture that was refused."""
