"""How much one piece of text may hold. No author writes more, an attacker might: it is shown as plain text then.

Some texts cost Markdown readers time that grows with the square of their length; these limits keep that small.
"""

import re

LONGEST = 20_000
"""Characters in one piece: running text between two boxes, one box, one answer."""
_MOST = {
    "[": 200,
    "|": 1500,
    "*": 1000,
    "_": 1000,
    "`": 1000,
    "#": 500,
    "<": 500,
    "&": 1000,
    "\\": 1000,
    "\n": 2000,
}
_NESTED = re.compile(r"^(?:[ \t]{24}|(?:[ \t]*>){6}|[ \t]*(?:(?:[-*+]|\d{1,9}\.)[ \t]+){5})", re.MULTILINE)


def find_excess(text: str) -> tuple[str, int] | None:
    """Say in a sentence what a text has too much of, and at which offset; None if it can be rendered."""
    if len(text) > LONGEST:
        return f"This text has {len(text)} characters in one piece; at most {LONGEST} can be shown.", 0
    for sign, most in _MOST.items():
        if (count := text.count(sign)) > most:
            what = "lines" if sign == "\n" else f"signs `{sign}`"
            return f"This text has {count} {what} in one piece; at most {most} can be shown.", 0
    if found := _NESTED.search(text):
        return "This text has too many levels of lists or quotations.", found.start()
    return None
