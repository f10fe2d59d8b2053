"""Sets every PDF with Typst: tagged for screen readers, with its own fonts, the same bytes for the same data."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

_TEMPLATES = Path(__file__).parent / "typst"
_EMBLEM = Path(__file__).parents[1] / "static" / "img" / "eu-emblem.svg"


def typeset(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """Set a document from `typst/<template>.typ` and what it says; `at` is the date inside the file.

    The text comes as data, never as markup: nothing that people typed can become a command. The file follows
    PDF/UA-1, which asks for a title, a language, tags and text alternatives.
    """
    # Loaded when the first document is set: the typesetter takes more memory than all pages together.
    import typst  # noqa: PLC0415

    said = {**data, "emblem": _emblem()}
    made = typst.compile(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        # The fonts of the machine would make the bytes depend on it.
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF.")
    return made


@cache
def _emblem() -> str:
    return _EMBLEM.read_text(encoding="utf-8")
