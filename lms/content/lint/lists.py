"""Checks lists: without a blank line above, or unevenly indented, they would be shown as plain text."""

import re

from lms.content.source_text import Source

_ITEM = re.compile(r"^( *)(?:[-*+]|\d{1,9}\.) +\S")


def check_lists(source: Source, first: int, lines: list[str]) -> None:
    """Report lists that would not be shown as lists; `lines` begin on line `first`."""
    in_list, before = False, ""
    for number, line in enumerate(lines, first):
        item = _ITEM.match(line)
        if item and not in_list and before.strip() and not before.startswith("#"):
            source.error(number, "This list does not stand by itself.", "Put a blank line above its first line.")
        elif item and len(item[1]) % 4:
            source.error(number, "This line of a list is indented unevenly.", "Indent an inner list by four.")
        if item:
            in_list = True
        elif line.strip() and not line.startswith(" ") and not before.strip():
            in_list = False
        before = line
