"""File names that every zip library, platform and file system can live with.

Addresses in a manifest are URIs (Content Packaging, `href`); beyond that the limits are those of real platforms.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from lms.pyscorm.findings import Finding, error, warning
from lms.pyscorm.markup import MANIFEST

LONGEST_PATH = 200
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")
_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = re.compile(r"(con|aux|nul|prn|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_REFUSED = re.compile(
    r".*\.(aspx?|bat|cgi|cmd|com|cst|exe|hta|htaccess|jar|jsp|msi|phar|php[345s]?|phtml|pif|pl|ps1|py|rb"
    r"|sh|shtml|vbs)",
    re.IGNORECASE,
)
"""Endings that upload forms refuse because a server might run such a file; `cst` makes Moodle think of AICC."""


def file_name_findings(paths: Iterable[str]) -> Iterator[Finding]:
    """Check each path by itself and all of them together."""
    listed = list(paths)
    for path in listed:
        yield from _one(path)
    yield from _together(listed)


def _one(path: str) -> Iterator[Finding]:
    fault = partial(error, path or "package", path=path)
    if is_astray(path):
        yield fault(
            "The path %(path)r leads out of the package or is written with backslashes.",
            "Write it relative to the package, with single forward slashes.",
        )
        return
    folders_and_name = path.split("/")
    name = folders_and_name[-1]
    if not all(_PLAIN.fullmatch(part) for part in folders_and_name):
        yield fault(
            "The path %(path)r holds more than the letters A to Z, digits, dot, _ and -.",
            "Rename it: other characters break links on some platforms.",
        )
    if any(part.endswith((".", " ")) or _RESERVED.fullmatch(part) for part in folders_and_name):
        yield fault("The path %(path)r cannot exist on Windows.", "Rename it.")
    if len(path) > LONGEST_PATH:
        yield fault(
            "The path %(path)r is longer than %(longest)d characters.", "Shorten it.", longest=LONGEST_PATH
        )
    if name.lower() == MANIFEST:
        yield fault(
            "A file of the package is called %(path)s.", "Leave that name to the manifest that is written."
        )
    if _REFUSED.fullmatch(name):
        yield fault(
            "Files such as %(path)s are refused by upload forms.",
            "Put it into a zip file inside the package, or offer it as .txt.",
        )
    if any(part.startswith(".") or part == "__MACOSX" for part in folders_and_name):
        yield warning(path, "The file %(path)s is hidden.", "Leave it out or rename it.", path=path)


def is_astray(path: str) -> bool:
    """Whether a path is empty, absolute, climbs, or is written for another system."""
    parts = path.split("/")
    return "\\" in path or bool(_DRIVE.match(path)) or any(part in ("", ".", "..") for part in parts)


def _together(paths: list[str]) -> Iterator[Finding]:
    whole: dict[str, str] = {}
    base: dict[str, str] = {}
    for path in paths:
        other = whole.setdefault(path.lower(), path)
        if other is not path:
            yield error(
                path,
                "The files %(other)s and %(path)s have one name (large and small letters count as one).",
                "Rename one of them.",
                other=other,
                path=path,
            )
            continue
        other = base.setdefault(path.rpartition("/")[2].lower(), path)
        if other is not path:
            yield warning(
                path,
                "The files %(other)s and %(path)s differ in their folder only; some platforms mix them up.",
                "Rename one of them.",
                other=other,
                path=path,
            )
