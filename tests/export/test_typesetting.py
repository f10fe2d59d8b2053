"""Documents are set the same every time, and what people typed stays text."""

from datetime import UTC, datetime

import pytest

from lms.export.typesetting import typeset

AT = datetime(2026, 11, 27, 9, 0, 0, 123456, tzinfo=UTC)
CERTIFICATE = {
    "title": "Certificate",
    "issuer": "EU-Belong",
    "language": "pl",
    "programme": "EU-Belong",
    "emblem_alt": "Flag of the European Union",
    "opening": "This certifies that",
    "name": "Żółć Ștefănescu Ó Séaghdha",
    "sentence": "completed the programme.",
    "parts": ["Module 1"],
    "facts": [["Hours", "8.5"]],
    "check": "Check it at",
    "address": "https://learn.example/certificates",
    "code": "ABCDE",
    "funding": "",
    "qr": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>',
    "qr_alt": "The address as a picture",
}


def test_the_same_data_gives_the_same_bytes():
    first = typeset("certificate", CERTIFICATE, AT)
    assert first.startswith(b"%PDF-")
    assert typeset("certificate", CERTIFICATE, AT) == first
    assert typeset("certificate", {**CERTIFICATE, "name": "Somebody Else"}, AT) != first


def test_a_document_says_its_language_and_is_tagged():
    made = typeset("certificate", CERTIFICATE, AT)
    assert b"/MarkInfo" in made
    assert b"/Lang (pl)" in made or b"/Lang(pl)" in made


@pytest.mark.parametrize(
    "name", ['#panic("no")', "#set text(red)", "$x$ *bold* _slanted_ @label <label>", "]#[", "\\"]
)
def test_what_people_typed_is_never_a_command(name: str):
    assert typeset("certificate", {**CERTIFICATE, "name": name}, AT).startswith(b"%PDF-")
