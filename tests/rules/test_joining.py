"""Whose address joins a region at once."""

import pytest

from lms.errors import InvalidInput
from lms.rules.joining import joins_at_once, read_domains


def test_domains_are_read_as_people_type_them():
    assert read_domains("Region.example, @unit.example;\n*.city.example ann@office.example\n\n") == (
        "region.example",
        "unit.example",
        "city.example",
        "office.example",
    )
    assert read_domains(" \n") == ()
    assert read_domains("a.example\nA.example") == ("a.example",)


@pytest.mark.parametrize(
    "text", ["example", "a..example", "-a.example", "a b!c.example", "x" * 300 + ".example", "a.1"]
)
def test_what_is_no_domain_is_told(text):
    with pytest.raises(InvalidInput, match="is not a domain"):
        read_domains(text)


def test_there_are_not_more_domains_than_anybody_needs():
    with pytest.raises(InvalidInput, match="At most 50"):
        read_domains(" ".join(f"d{number}.example" for number in range(51)))


@pytest.mark.parametrize(
    ("email", "answer"),
    [
        ("a@region.example", True),
        ("a@unit.region.example", True),
        ("a@otherregion.example", False),
        ("a@region.example.evil.example", False),
        ("region.example@evil.example", False),
    ],
)
def test_an_address_lies_in_a_domain_or_below_it(email, answer):
    assert joins_at_once(email, ["region.example"]) is answer
    assert joins_at_once(email, []) is False
