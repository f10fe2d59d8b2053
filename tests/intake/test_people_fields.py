"""Names and addresses in their stored form."""

import pytest

from lms.errors import InvalidInput
from lms.intake.people_fields import normalise_email, normalise_name, one_line


@pytest.mark.parametrize("address", ["a.b+c@x-y.example", "o'neill@x.example", "ünal@münchen.example"])
def test_addresses_as_they_exist_are_taken(address):
    assert normalise_email(address.upper()) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "ann@x",
        "@x.example",
        "a@b@x.example",
        "a@x.example,b@x.example",
        "Ann <a@x.example>",
        "a@.example",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(InvalidInput):
        normalise_email(text)


def test_an_address_that_is_far_too_long_is_refused():
    with pytest.raises(InvalidInput):
        normalise_email("a" * 250 + "@x.example")


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Ann@XN--mnchen-3ya.example", "ann@münchen.example"),
        ("ann@unit.xn--mnchen-3ya.example", "ann@unit.münchen.example"),
        ("ann@xn--strae-oqa.example", "ann@xn--strae-oqa.example"),
        ("ann@xn--.example", "ann@xn--.example"),
        ("xn--mnchen-3ya@x.example", "xn--mnchen-3ya@x.example"),
    ],
)
def test_a_domain_is_known_by_its_letters_however_it_is_typed(typed, known):
    assert normalise_email(typed) == known


def test_a_line_break_cannot_hide_in_an_address():
    assert normalise_email("ann@x.example\r\n") == "ann@x.example"


def test_a_name_stands_on_one_line_with_its_accents():
    assert normalise_name("  Jose\u0301\t\u00a0Garc\u00eda\n") == "José García"


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "x" * 201])
def test_a_name_that_is_none_is_refused(text):
    with pytest.raises(InvalidInput):
        normalise_name(text)


def test_controls_and_direction_marks_become_blanks():
    assert one_line("a\0b\u202ec\u2028d") == "a b c d"
