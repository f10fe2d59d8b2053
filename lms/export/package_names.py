"""Names inside packages: of files, of activities. Plain letters, stable from export to export."""

import re
from hashlib import sha256
from pathlib import PurePosixPath

_LONGEST_IDENTIFIER = 64
_LONGEST_TITLE = 200
"""What the schema of SCORM 1.2 allows."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_OTHER = re.compile(r"[^A-Za-z0-9_-]+")


def picture_path(name: str) -> str:
    """Give a picture its path in the package; letters that a platform could trip over are replaced.

    What had to be replaced gets digits of its real name, so that two pictures never meet.
    """
    if _PLAIN.fullmatch(name):
        return f"images/{name}"
    path = PurePosixPath(name)
    stem = _OTHER.sub("-", path.stem).strip("-")[:40]
    ending = "." + _OTHER.sub("", path.suffix) if path.suffix else ""
    return f"images/{stem or 'picture'}-{sha256(name.encode()).hexdigest()[:8]}{ending}"


def identifier(*parts: str) -> str:
    """Name a package or an activity by stable ids; too long a name is shortened, and stays the same name."""
    name = "-".join(part for part in parts if part)
    if len(name) <= _LONGEST_IDENTIFIER:
        return name
    return name[: _LONGEST_IDENTIFIER - 9] + "-" + sha256(name.encode()).hexdigest()[:8]


def short_title(title: str) -> str:
    """Shorten a title to what manifests may hold; pages show all of it.

    Angle brackets become their single quotation marks: some platforms show titles raw, others obey them.
    """
    title = " ".join(title.replace("<", "‹").replace(">", "›").split())
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
