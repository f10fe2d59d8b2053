"""The words of letters, and the mails that carry them."""

from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser

import pytest

from lms.export import letters
from lms.export.letters import Helper, Letter, SignInWay
from lms.language import LANGUAGES, words

WAY = SignInWay("https://learn.example/sign-in/" + "t0Ken-_" * 6, "K7WQ-4MTX", 24, "https://learn.example")
CHEN = Helper("Chen Coordinator", "chen@north.example")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def invite(funding: bool = True, helper: Helper = CHEN) -> Letter:
    return letters.invitation(words("en"), "Amina", "North", WAY, helper, funding)


def test_an_invitation_says_who_what_how_and_whom_to_ask():
    text = invite().text
    for part in ("Hello Amina,", "North takes part", WAY.link, WAY.code, "24 hours", "chen@north.example"):
        assert part in text
    assert f"\n\n{WAY.link}\n\n" in text


def test_the_co_funding_line_follows_the_setting():
    assert "Co-funded by the European Union" in invite().text
    assert "Co-funded" not in invite(funding=False).text


def test_a_sign_in_letter_calms_those_who_did_not_ask():
    text = letters.sign_in(words("en"), "Amina", WAY, Helper("", "help@x.example"), True).text
    assert "You did not ask for this letter?" in text
    assert "Write to help@x.example" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_exist_in_every_language_of_the_service(language):
    letter = letters.invitation(words(language), "Amina", "North", WAY, CHEN, True)
    assert WAY.link in letter.text
    assert "%(" not in letter.text + letter.subject


@pytest.mark.parametrize("letter", [invite(), letters.sign_in(words("en"), "Amina", WAY, CHEN, True)])
def test_a_wiped_letter_holds_neither_link_nor_code(letter):
    wiped = letters.without_secrets(letter.text)
    assert WAY.link not in wiped
    assert "t0Ken" not in wiped
    assert WAY.code not in wiped
    assert "Hello Amina" in wiped


@pytest.mark.parametrize(
    ("address", "on_the_envelope"),
    [
        ("amina@münchen.example", "amina@xn--mnchen-3ya.example"),
        ("amina+eu@unit.gorzów.example", "amina+eu@unit.xn--gorzw-3ta.example"),
        # In two standards these are two different domains: such a letter goes out only where servers know letters.
        ("amina@straße.example", "amina@straße.example"),
        ("amina@..example", "amina@..example"),
    ],
)
def test_a_domain_with_letters_of_its_own_is_written_as_every_mail_server_knows_it(address, on_the_envelope):
    mail = letters.mail(invite(), "Amina", address, "learning@x.example", "ref", NOW)
    assert mail["To"].addresses[0].addr_spec == on_the_envelope


@pytest.mark.parametrize(
    "name", ["Amina\r\nBcc: thief@evil.example", "Amina\nX: y", "Amina\u2028Bcc: a@b.example", ""]
)
def test_no_name_adds_a_header(name):
    mail = letters.mail(invite(), name, "amina@north.example", "learning@x.example", "ref", NOW)
    parsed = BytesParser(policy=policy.default).parsebytes(mail.as_bytes())
    assert parsed.keys() == mail.keys()
    assert "Bcc" not in parsed
    assert [address.addr_spec for address in parsed["To"].addresses] == ["amina@north.example"]


def test_a_mail_carries_all_letters_and_is_marked_as_automatic():
    letter = Letter("Kurs für żółć", "Grüße, łąka\n")
    mail = letters.mail(letter, "Łukasz", "l@north.example", "learning@x.example", "20260302-1", NOW)
    parsed = BytesParser(policy=policy.default).parsebytes(mail.as_bytes(policy=policy.SMTP))
    assert parsed["Subject"] == "Kurs für żółć"
    assert parsed.get_content().replace("\r\n", "\n") == "Grüße, łąka\n"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Message-ID"] == "<20260302-1@x.example>"
    assert parsed["Date"].datetime == NOW
    assert parsed["To"].addresses[0].display_name == "Łukasz"
