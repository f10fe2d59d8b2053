"""Reports of mail servers as they come, and what only looks like one. Servers, people and offices are invented."""

import mailbox
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lms.intake.bounces import Bounce, list_mails, read_bounces

ID = "<20260302T090000-00000012@learn.example>"
AT = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)
RETURNED = f"Message-ID: {ID}\nTo: Amina <amina@north.example>\nSubject: Invitation\n"
POSTFIX = "Arrival-Date: Mon,  2 Mar 2026 10:00:05 +0100 (CET)"
GONE = "Final-Recipient: rfc822; amina@north.example\nAction: failed\nStatus: 5.1.1"


def report(*blocks: str, returned: str = "", kind: str = "delivery-status", head: str = "") -> bytes:
    """A report of a mail server; what is returned of the letter is a part of its own."""
    status = "\n\n".join(["Reporting-MTA: dns; mail.north.example\n" + head, *blocks])
    return f"""From: MAILER-DAEMON@mail.north.example (Mail Delivery System)
To: belong@learn.example
Date: Mon, 2 Mar 2026 09:00:30 +0000
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind};
\tboundary="A1/mail.north.example"

This is a MIME-encapsulated message.

--A1/mail.north.example
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you. Status: 5.7.1 is only talked about here, Message-ID: <other@example> too.

--A1/mail.north.example
Content-Type: message/{kind}

{status}

{returned}--A1/mail.north.example--
""".encode()


def back(content: str, kind: str = "message/rfc822") -> str:
    return f"--A1/mail.north.example\nContent-Type: {kind}\n\n{content}\n"


POSTFIX_REPORT = report(
    "Final-Recipient: rfc822; a.trainee@north.example\nOriginal-Recipient: rfc822;Amina@North.example\n"
    "Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.north.example\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <a.trainee@north.example>: user unknown",
    returned=back(RETURNED + "\nHello Amina\n"),
    head=POSTFIX,
)
EXCHANGE_REPORT = (
    report(
        "Final-Recipient: rfc822;amina@north.example\nAction: failed\nStatus: 5.1.10\n"
        "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
        returned=back(RETURNED.replace("Message-ID: ", "Message-ID:\n ") + "\nHello\n"),
        head="Received-From-MTA: dns;mail.learn.example\nArrival-Date: Mon, 2 Mar 2026 09:00:05 +0000",
    )
    .replace(b"Content-Type: text/plain; charset=us-ascii", b'Content-Type: multipart/alternative; boundary="B2"')
    .replace(b"I'm sorry", b"--B2\nContent-Type: text/html\n\n<p>Status: 5.2.2</p>\n--B2--\nI'm sorry")
)
GMAIL_REPORT = report(
    "Final-Recipient: rfc822; amina@north.example\nAction: failed\nStatus: 5.2.2\n"
    "Diagnostic-Code: smtp; 552-5.2.2 The recipient's inbox is out of storage space.\n"
    " 552 5.2.2 a second line\nLast-Attempt-Date: Mon, 02 Mar 2026 01:00:29 -0800 (PST)",
    returned=back(RETURNED, "text/rfc822-headers"),
    head="Arrival-Date: Mon, 02 Mar 2026 01:00:05 -0800 (PST)\nX-Original-Message-ID: <other@example>",
)


def test_reports_of_three_makes_name_the_letter_and_the_code() -> None:
    both = ("amina@north.example", "a.trainee@north.example")
    assert read_bounces(POSTFIX_REPORT) == (Bounce("5.1.1", ID, both, AT),)
    assert read_bounces(EXCHANGE_REPORT) == (Bounce("5.1.10", ID, both[:1], AT),)
    assert read_bounces(GMAIL_REPORT) == (Bounce("5.2.2", ID, both[:1], AT),)


def test_without_the_letter_address_and_time_are_left() -> None:
    (found,) = read_bounces(report(GONE, head=POSTFIX))
    assert found == Bounce("5.1.1", "", ("amina@north.example",), AT)
    (found,) = read_bounces(report(GONE))
    assert found.at == datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC), "the day of the report itself"
    (found,) = read_bounces(report(GONE).replace(b"Date: Mon, 2 Mar", b"Date: some day in"))
    assert found.at is None


@pytest.mark.parametrize(
    "block",
    [
        GONE.replace("5.1.1", "4.4.1"),
        GONE.replace("5.1.1", "5.1"),
        GONE.replace("5.1.1", "50.1.1"),
        GONE.replace("5.1.1", "5.1.1.1"),
        GONE.replace("Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 unknown"),
        GONE.replace("failed", "delayed"),
        GONE.replace("failed", "delivered"),
        GONE.replace("Action: failed\n", ""),
        "",
    ],
)
def test_what_is_not_final_or_not_said_is_no_bounce(block: str) -> None:
    assert read_bounces(report(block, returned=back(RETURNED))) == ()


def test_each_recipient_of_a_report_is_read_alone() -> None:
    late = "Final-Recipient: rfc822; late@north.example\nAction: delayed\nStatus: 4.4.1"
    assert [found.addresses for found in read_bounces(report(late, GONE))] == [("amina@north.example",)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00 no mail at all",
        b"Subject: Re: Invitation\n\nStatus: 5.1.1\nFinal-Recipient: rfc822; amina@north.example\n",
        b"Content-Type: multipart/report; report-type=delivery-status\n\nnothing\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n\nonly a text\n--x--\n",
        report(GONE, kind="disposition-notification"),
        POSTFIX_REPORT.replace(b"multipart/report", b"multipart/mixed"),
        POSTFIX_REPORT.partition(b"Action")[0],
    ],
    ids=["empty", "bytes", "an answer", "no parts", "no status", "a receipt", "mixed", "torn"],
)
def test_anything_else_is_no_bounce(data: bytes) -> None:
    assert read_bounces(data) == ()


def test_a_mail_of_parts_within_parts_is_no_bounce() -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(1500))
    assert read_bounces(deep.encode()) == ()


@pytest.mark.parametrize("day", ["Fri, 31 Dec 9999 23:30:00 +0000", "Mon, 01 Jan 1900 00:00:00 +0000"])
def test_a_time_at_the_end_of_the_calendar_is_none(day: str) -> None:
    (found,) = read_bounces(report(GONE).replace(b"Date: Mon, 2 Mar 2026 09:00:30 +0000", f"Date: {day}".encode()))
    assert found.at is None


def test_a_torn_or_odd_letter_behind_the_report_is_left_out() -> None:
    for returned in (back("no head at all"), back("Message-ID:\n"), back(RETURNED, "application/octet-stream")):
        assert [found.message_id for found in read_bounces(report(GONE, returned=returned))] == [""]
    strange = report(GONE.replace("rfc822; amina@north.example", "rfc822; <AMINA@north.example>\n \xe9"))
    assert read_bounces(strange)[0].status == "5.1.1"


def test_mails_are_read_as_programs_keep_them(tmp_path: Path) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(POSTFIX_REPORT)
    box = mailbox.mbox(tmp_path / "box")
    folder = mailbox.Maildir(tmp_path / "kept")
    for place in (box, folder):
        place.add(POSTFIX_REPORT)
        place.add(GMAIL_REPORT)
        place.flush()
        place.close()
    (tmp_path / "large.eml").write_bytes(b"Subject: large\n\n" + b"x" * 2_000_000)
    (tmp_path / "notes.txt").write_bytes(b"no mail")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def read(path: Path) -> list[str]:
        return sorted(found.status for data in list_mails(path) for found in read_bounces(data))

    assert read(file) == ["5.1.1"]
    assert read(tmp_path / "box") == read(tmp_path / "kept") == ["5.1.1", "5.2.2"]
    assert read(tmp_path) == ["5.1.1"], "of a folder the .eml files"
    assert list(list_mails(tmp_path / "large.eml")) == []
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
