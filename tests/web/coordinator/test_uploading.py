"""A list of people is shown before anything is written."""

import io
import re

import pytest
from flask import Flask

from lms.db import db
from lms.models import Enrolment
from lms.web.coordinator import uploading
from tests.web.visitor import Visitor

LIST = (
    "name;email;category;region\r\n"
    "Olga One;olga@list.example;Media;\r\n"
    "Tom Two;tom(at)list.example;;\r\n"
    "Sam South;sam@list.example;;South\r\n"
    "Pia Plus;=pia@list.example;;north\r\n"
)


def upload(visitor: Visitor, text: str, region: str = "north"):  # type: ignore[no-untyped-def]
    file = (io.BytesIO(text.encode()), "people.csv")
    return visitor.post(f"/regions/{region}/enrol/list", {"file": file}, content_type="multipart/form-data")


def content_of(html: str) -> str:
    found = re.search(r'name="content" value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


def count_people(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Enrolment).filter_by(source="list").count()


def test_the_preview_lists_what_is_wrong_and_writes_nothing(app: Flask, chen: Visitor) -> None:
    page = upload(chen, LIST).text
    assert "needs you" in page or "need you" in page
    assert "tom(at)list.example" in page
    assert "tom@list.example" in page
    assert "There is no such region." in page
    assert count_people(app) == 0


def test_the_second_press_adds_the_good_lines_and_a_third_changes_nothing(app: Flask, chen: Visitor) -> None:
    content = content_of(upload(chen, LIST).text)
    answer = chen.post("/regions/north/enrol/list/add", {"content": content}, follow_redirects=True)
    assert "added" in answer.text
    added = count_people(app)
    assert added >= 1
    chen.post("/regions/north/enrol/list/add", {"content": content})
    assert count_people(app) == added
    with app.app_context():
        assert {row.region_id for row in db.session.query(Enrolment).filter_by(source="list")} == {"north"}


def test_a_list_cannot_give_a_role(app: Flask, chen: Visitor) -> None:
    page = upload(chen, "name,email,role\r\nEve,eve@list.example,coordinator\r\n").text
    assert "A list cannot give this role." in page
    assert count_people(app) == 0


def test_people_of_another_region_are_named_and_left_there(app: Flask, chen: Visitor) -> None:
    content = content_of(upload(chen, "name,email\r\nDita Trainee,dita@south.example\r\n").text)
    answer = chen.post("/regions/north/enrol/list/add", {"content": content})
    assert "Enrolled in another region already" in answer.text
    assert "Line 2: Dita Trainee" in answer.text
    assert count_people(app) == 0


def test_bad_lines_come_back_as_a_file_with_reasons(chen: Visitor) -> None:
    content = content_of(upload(chen, LIST).text)
    answer = chen.post("/regions/north/enrol/list/bad-lines.csv", {"content": content})
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "what is wrong" in answer.text
    assert "Olga" not in answer.text


def test_files_that_are_no_list_are_told_in_words(chen: Visitor) -> None:
    for text in ("", "just one line", "name,phone\r\nA,1\r\n"):
        answer = upload(chen, text)
        assert answer.status_code == 400, text[:20]
        assert 'id="file-fault"' in answer.text


def test_a_list_that_is_too_large_is_told_in_words(chen: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "_LARGEST", 40)
    answer = upload(chen, LIST)
    assert answer.status_code == 400
    assert "too large" in answer.text


def test_a_damaged_second_press_writes_nothing(app: Flask, chen: Visitor) -> None:
    for content in ("", "%%%", "AAAA"):
        assert chen.post("/regions/north/enrol/list/add", {"content": content}).status_code == 400
    assert count_people(app) == 0
