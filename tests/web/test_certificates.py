"""The pages of certificates: the trainee's, the coordinator's, and the open one that checks."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import update

from lms.db import transaction
from lms.models import Enrolment
from lms.services import certificates
from lms.web.context import lms_of, now
from tests.people import Cast, make_course_record
from tests.web.visitor import Visitor


@pytest.fixture
def done(app: Flask, cast: Cast) -> None:
    """Amina has completed everything."""
    with app.app_context():
        make_course_record(cast.amina.enrolment_id, "north", "first-steps", started_at=now(), completed_at=now())
        with transaction() as session:
            mine = Enrolment.id == cast.amina.enrolment_id
            session.execute(update(Enrolment).where(mine).values(completed_at=now(), started_at=now()))


@pytest.fixture
def issued(app: Flask, cast: Cast, done: None) -> certificates.CertificateRow:
    with app.app_context():
        held = lms_of(app)
        return certificates.get_own(cast.amina.enrolment_id, held.catalogue, held.config, now())


def test_before_the_end_the_page_says_when_it_comes(amina: Visitor) -> None:
    assert "comes when all modules" in amina.get("/learn/certificate").text
    assert amina.get("/learn/certificate.pdf").status_code == 404
    assert amina.post("/learn/certificate").status_code == 404


def test_looking_at_the_page_issues_nothing_and_pressing_the_button_does(amina: Visitor, done: None) -> None:
    page = amina.get("/learn/certificate").text
    assert "Issue my certificate" in page
    assert amina.get("/learn/certificate.pdf").status_code == 404
    assert amina.post("/learn/certificate").status_code == 302
    document = amina.get("/learn/certificate.pdf")
    assert document.content_type == "application/pdf"
    assert document.data.startswith(b"%PDF-")
    assert "no-store" in document.headers["Cache-Control"]


def test_after_a_lapse_the_page_says_so_and_offers_a_new_one_once_all_is_completed_again(
    app: Flask, amina: Visitor, cast: Cast, issued
) -> None:
    def complete(at: datetime | None) -> None:
        with app.app_context(), transaction() as session:
            session.execute(
                update(Enrolment).where(Enrolment.id == cast.amina.enrolment_id).values(completed_at=at)
            )
            certificates.withdraw_lapsed(session, [cast.amina.enrolment_id], None, now())

    complete(None)
    page = amina.get("/learn/certificate").text
    assert "were taken back" in page
    assert "Issue my certificate" not in page
    complete(now())
    page = amina.get("/learn/certificate").text
    assert "were taken back" not in page
    assert "Issue my certificate" in page
    amina.post("/learn/certificate")
    assert "It is issued to" in amina.get("/learn/certificate").text


def test_anybody_with_the_code_sees_what_the_certificate_says(visitor: Visitor, issued) -> None:
    answer = visitor.post("/certificates", {"code": issued.facts.code.lower().replace("-", "")})
    assert answer.status_code == 302
    page = visitor.get(answer.location).text
    assert "This certificate is valid." in page
    assert "Amina Trainee" in page
    assert "amina@north.example" not in page


@pytest.mark.parametrize("code", ["", "AAAA", "<script>", "x" * 5000])
def test_an_unknown_code_is_told_and_names_nobody(visitor: Visitor, issued, code: str) -> None:
    answer = visitor.post("/certificates", {"code": code})
    assert answer.status_code == 404
    assert "No certificate has this code" in answer.text
    assert "Amina" not in answer.text
    assert "<script>" not in answer.text.replace("<script src", "")


def test_all_four_acts_lie_on_one_page(app: Flask, visitor: Visitor, cast: Cast, issued) -> None:
    visitor.sign_in(cast.chen)
    at = f"/regions/north/certificates/{issued.id}"
    assert "Amina Trainee" in visitor.get("/regions/north/certificates").text
    page = visitor.get(at).text
    for part in (f"{at}/certificate.pdf", f"{at}/send", f"{at}/correct", f"{at}/revoke"):
        assert part in page
    assert visitor.get(f"{at}/certificate.pdf").data.startswith(b"%PDF-")
    assert "letter is on its way" in visitor.post(f"{at}/send", follow_redirects=True).text
    corrected = visitor.post(f"{at}/correct", {"name": "Amína Nua"}, follow_redirects=True).text
    assert "A new certificate is issued" in corrected
    assert "Amína Nua" in corrected
    with app.app_context():
        new = certificates.find_own(cast.amina.enrolment_id, lms_of(app).config)
    assert new is not None
    withdrawn = visitor.post(
        f"/regions/north/certificates/{new.id}/revoke", {"reason": "wrong person"}, follow_redirects=True
    ).text
    assert "wrong person" in withdrawn
    assert "This certificate was withdrawn" in visitor.get(f"/certificates/{new.facts.code}").text
    assert "was replaced by a corrected one" in visitor.get(f"/certificates/{issued.facts.code}").text


def test_what_is_wrong_is_said_and_nothing_changes(visitor: Visitor, cast: Cast, issued) -> None:
    visitor.sign_in(cast.chen)
    at = f"/regions/north/certificates/{issued.id}"
    for path, values in (("correct", {"name": " "}), ("revoke", {"reason": ""})):
        answer = visitor.post(f"{at}/{path}", values)
        assert answer.status_code == 400
        assert 'id="problems"' in answer.text
    assert "This certificate is valid." in visitor.get(f"/certificates/{issued.facts.code}").text


def test_a_certificate_of_another_region_does_not_exist(visitor: Visitor, cast: Cast, issued) -> None:
    visitor.sign_in(cast.emil)
    at = f"/regions/south/certificates/{issued.id}"
    assert visitor.get(at).status_code == 404
    assert visitor.get(f"{at}/certificate.pdf").status_code == 404
    for path in ("send", "correct", "revoke"):
        assert visitor.post(f"{at}/{path}", {"name": "Another", "reason": "why"}).status_code == 404


def test_the_programme_office_does_not_deal_with_them(visitor: Visitor, cast: Cast, issued) -> None:
    visitor.sign_in(cast.fen)
    assert visitor.get("/regions/north/certificates").status_code == 403
