"""A file as its author wrote it: numbered lines, and the place where its faults are collected."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from lms.content.model import Place, Problem, Severity

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff]")
_LONGEST_EXCERPT = 100


@dataclass(slots=True)
class Source:
    """The lines of one file. Lines count from 1, as in an editor."""

    file: str
    """Path for messages: the name of the content's root, then the path below it, with forward slashes."""
    lines: tuple[str, ...]
    problems: list[Problem]
    """Shared by all files of one loading; whoever finds a fault adds to it and goes on."""
    broken: bool = field(default=False)
    """Whether an error was found in this file."""

    def line(self, number: int) -> str:
        """Give the text of a line; empty outside the file."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def error(self, line: int, message: str, fix: str) -> None:
        """Report a fault that keeps the text from being published."""
        self.broken = True
        self._report(line, message, fix, Severity.ERROR)

    def warning(self, line: int, message: str, fix: str) -> None:
        """Report something that could be better."""
        self._report(line, message, fix, Severity.WARNING)

    def _report(self, line: int, message: str, fix: str, severity: Severity) -> None:
        problem = Problem(Place(self.file, max(line, 1)), message, fix, cut(self.line(line).strip()), severity)
        # Looking back a little is enough: the same fault is only found twice on one line.
        if problem not in self.problems[-20:]:
            self.problems.append(problem)


def cut(text: str) -> str:
    """Shorten a line for a message."""
    return text if len(text) <= _LONGEST_EXCERPT else text[: _LONGEST_EXCERPT - 1] + "…"


def name_for_messages(root: Path, path: Path) -> str:
    """Give the path of a file as messages show it: beginning with the root's own name."""
    return f"{root.name}/{path.relative_to(root).as_posix()}"


def read_source(root: Path, path: Path, problems: list[Problem]) -> Source:
    """Read a file; what is no UTF-8 or invisible is reported and read as `�`, so that the rest is checked."""
    source = Source(name_for_messages(root, path), (), problems)
    try:
        data = path.read_bytes()
    except OSError as error:
        source.error(1, f"The file cannot be read: {error.strerror}.", "Check that it exists and may be read.")
        return source
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text = data.decode("utf-8", errors="replace")
    source.lines = tuple(_CONTROL.sub("�", text).split("\n"))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        source.error(line, "This line is not UTF-8 text.", "Save the file with the encoding UTF-8.")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        source.error(line, "This line contains an invisible control character.", "Type the line again.")
    return source
