"""Static files and pictures: sent once, then only confirmed."""

from tests.web.visitor import Visitor


def test_a_stylesheet_is_sent_once_and_then_confirmed(visitor: Visitor) -> None:
    first = visitor.get("/static/css/base.css")
    assert first.status_code == 200
    assert first.headers["Content-Type"] == "text/css; charset=utf-8"
    again = visitor.get("/static/css/base.css", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_another_mark_gets_the_whole_file(visitor: Visitor) -> None:
    answer = visitor.get("/static/css/base.css", headers={"If-None-Match": '"older"'})
    assert answer.status_code == 200
    assert answer.data


def test_what_is_no_static_file_is_not_found(visitor: Visitor) -> None:
    for path in ("/static/css/none.css", "/static/../config.py", "/static/css", "/static/"):
        assert visitor.get(path).status_code == 404


def test_a_picture_is_confirmed_to_who_has_it_and_sent_to_nobody_else(amina: Visitor) -> None:
    catalogue = amina.app.extensions["lms"].catalogue
    course = catalogue.list_courses("en")[0]
    name = sorted(path.name for path in (course.folder / "images").glob("*.svg"))[0]
    address = f"/pictures/{course.id}/{name}"
    first = amina.get(address)
    assert first.status_code == 200
    stranger = amina.app.test_client()
    assert stranger.get(address).status_code == 302
    for guessed in ('"guessed"', "*"):
        assert stranger.get(address, headers={"If-None-Match": guessed}).status_code == 302
    for mark in (first.headers["ETag"], f"W/{first.headers['ETag']}"):
        again = stranger.get(address, headers={"If-None-Match": mark})
        assert again.status_code == 304
        assert again.data == b""
        assert again.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in again.headers["Content-Security-Policy"]
