"""Codes of mail servers in words."""

import pytest

from lms.rules.bounces import explain_code


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("5.1.1", "no mailbox"),
        ("5.1.10", "no mailbox"),
        ("5.1.2", "behind the @"),
        ("5.2.1", "switched off"),
        ("5.2.2", "full"),
        ("5.7.1", "does not take our mail"),
        ("5.7.606", "does not take our mail"),
        ("5.0.0", "could not deliver"),
    ],
)
def test_a_code_is_said_in_words(code: str, word: str) -> None:
    assert word in (explain_code(code) or "")


@pytest.mark.parametrize("text", ["", "550 5.1.1 unknown", "too late", "4.2.2", "5.1", "finished"])
def test_what_is_no_code_has_no_words(text: str) -> None:
    assert explain_code(text) is None
