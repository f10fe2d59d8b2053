"""The answers of a question, line by line: the shape of a line says what kind of question it belongs to."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from lms.content.model import QuestionKind, Scale

_SINGLE = re.compile(r"[-*] ?\(([ xX]?)\)(?: +(.*))?")
_MULTIPLE = re.compile(r"[-*] ?\[([ xX]?)\](?: +(.*))?")
_PAIR = re.compile(r"[-*] +(.*?) *=> *(.*)")
_STEP = re.compile(r"\d{1,2}\) *(.*)")
_NUMBER = re.compile(r"= *(.*)")
_OWN_WORDS = re.compile(r"_{3,}")
_SCALE = re.compile(r"\((-?\d{1,3}) *\.\. *(-?\d{1,3})\) *(.*)")
_VALUE = re.compile(r"([+-]?\d{1,9}(?:[.,]\d{1,6})?)(?: *(?:\+-|\+/-|±) *(\d{1,9}(?:[.,]\d{1,6})?))?")


@dataclass(slots=True)
class AnswerLine:
    """One answer as read from its line."""

    kind: QuestionKind
    line: int
    text: str = ""
    right: bool = False
    match: str = ""
    reply: list[str] = field(default_factory=list)


def read_answer(line: str, number: int) -> AnswerLine | None:
    """Read a line as an answer; None if it has the shape of none."""
    if found := _SINGLE.fullmatch(line):
        return AnswerLine(QuestionKind.SINGLE, number, (found[2] or "").strip(), found[1] in ("x", "X"))
    if found := _MULTIPLE.fullmatch(line):
        return AnswerLine(QuestionKind.MULTIPLE, number, (found[2] or "").strip(), found[1] in ("x", "X"))
    if found := _PAIR.fullmatch(line):
        return AnswerLine(QuestionKind.MATCHING, number, found[1].strip(), match=found[2].strip())
    if found := _STEP.fullmatch(line):
        return AnswerLine(QuestionKind.ORDERING, number, found[1].strip())
    if _OWN_WORDS.fullmatch(line):
        return AnswerLine(QuestionKind.TEXT, number)
    if found := _NUMBER.fullmatch(line):
        return AnswerLine(QuestionKind.NUMBER, number, found[1].strip())
    if _SCALE.fullmatch(line):
        return AnswerLine(QuestionKind.SCALE, number, line)
    return None


def read_number(text: str) -> tuple[str, str] | None:
    """Read `6.4 +- 0.2` as value and tolerance in plain decimal text; None if it is no number.

    At most nine digits and six decimals: more cannot be compared exactly in every browser.
    """
    found = _VALUE.fullmatch(text)
    if found is None:
        return None
    return _plain(found[1]), _plain(found[2] or "0")


def _plain(text: str) -> str:
    value = Decimal(text.replace(",", "."))
    return format(value if value else Decimal(0), "f")


def read_scale(text: str) -> Scale:
    """Read `(1..5) low | high | ~ way out`; a ValueError says in a sentence what is wrong."""
    found = _SCALE.fullmatch(text)
    if found is None:
        raise ValueError("The scale cannot be read.")
    low, high = int(found[1]), int(found[2])
    parts = [part.strip() for part in found[3].split("|")] if found[3] else []
    ways_out = [part.removeprefix("~").strip() for part in parts if part.startswith("~")]
    labels = tuple(part for part in parts if not part.startswith("~"))
    steps = high - low + 1
    if not 2 <= steps <= 11:
        raise ValueError("A scale has 2 to 11 steps, the lower number first.")
    if len(labels) not in (2, steps) or not all(labels):
        raise ValueError(
            f"The scale has {len(labels)} labels; it needs 2 (for the ends) or {steps} (one for each step)."
        )
    if len(ways_out) > 1 or (ways_out and not (ways_out[0] and parts[-1].startswith("~"))):
        raise ValueError("The way out of a scale is one label with `~`, at the end.")
    return Scale(low, high, labels, ways_out[0] if ways_out else "")
