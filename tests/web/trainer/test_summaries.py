"""Counting words and setting code."""

import pytest

from lms.web.trainer.problem_views import with_code
from lms.web.trainer.summaries import count_words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One two three.", 3),
        ("It's a well-known **fact** of 2024.", 6),
        ("See [the next lesson](02-second.md) now.", 5),
        ('![A street](../images/a-long-name.svg "Who")', 2),
        ("- one\n- two\n\n| a | b |\n|---|---|\n", 4),
    ],
)
def test_words_are_counted_without_marks_and_addresses(text, count):
    assert count_words(text) == count


def test_code_is_set_and_everything_else_is_escaped():
    assert with_code("Write `<b>` & go `on") == "Write <code>&lt;b&gt;</code> &amp; go `on"
