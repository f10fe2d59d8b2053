"""What looks like a list or a table in the file is one on the page, or is reported."""

import pytest

from lms.content.lint.text import TextRules, check_text
from lms.content.model import Problem
from lms.content.render import Renderer
from lms.content.source_text import Source


def check(text: str) -> list[tuple[int, str]]:
    problems: list[Problem] = []
    source = Source("file.md", tuple(text.split("\n")), problems)
    check_text(source, 1, text, TextRules("courses/a"))
    return [(one.place.line, one.message) for one in problems]


TOUCHING = "This list does not stand by itself."
UNEVEN = "This line of a list is indented unevenly."

LISTS = [
    ("Text:\n- a\n- b", [(2, TOUCHING)]),
    ("Text:\n1. a\n2. b", [(2, TOUCHING)]),
    ("Text.\n\n- a\n- b", []),
    ("### Title\n- a\n- b", []),
    ("- a\n  goes on\n- b", []),
    ("- a\ngoes on\n- b", []),
    ("- a\n\n- b\n\n    more\n\n- c", []),
    ("- a\n    - inner\n- b", []),
    ("- a\n  - inner", [(2, UNEVEN)]),
    ("- a\n\nText.\n- b", [(4, TOUCHING)]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_list_that_would_be_plain_text_is_reported(text: str, expected: list[tuple[int, str]]) -> None:
    assert check(text) == expected


@pytest.mark.parametrize("text", [text for text, expected in LISTS if not expected])
def test_a_list_without_report_is_shown_as_a_list(text: str) -> None:
    assert Renderer().text(text).count("<li>") == text.count("- ")


RULER = "|---|---|"

TABLES = [
    (f"| a | b |\n{RULER}\n| 1 | 2 |", []),
    ("a | b\n---|---\n1 | 2", []),
    (f"a | b\n{RULER}\n1 | 2", [(2, "This row has bars at its ends; the header has none.")]),
    (f"Text\n| a | b |\n{RULER}\n| 1 | 2 |", [(2, "This table does not stand by itself.")]),
    (f"| a | b |\n{RULER}\n| 1 | 2 |\nText", [(4, "This line touches the table above.")]),
    ("| a | b |\n| 1 | 2 |", [(1, "This table has no header row.")]),
    (f"| a | b |\n{RULER}\n| 1 \\| 2 | 3 |", []),
    (f"| a | b |\n{RULER}\n| `1|2` | 3 |", []),
    ("Either a | or b in a sentence.", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_a_table_that_would_be_plain_text_is_reported(text: str, expected: list[tuple[int, str]]) -> None:
    assert check(text) == expected


@pytest.mark.parametrize("text", [text for text, expected in TABLES if not expected and "---" in text])
def test_a_table_without_report_is_shown_as_a_table(text: str) -> None:
    html = Renderer().text(text)
    assert (html.count("<table>"), html.count("<th "), html.count("<td")) == (1, 2, 2)
