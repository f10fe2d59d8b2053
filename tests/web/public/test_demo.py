"""The demo's role switch and outbox exist in the demo only."""

from lms.services.people import create_person, grant_role
from lms.web.context import now
from tests.people import make_regions
from tests.web.visitor import Visitor


def test_outside_the_demo_there_is_neither_switch_nor_outbox(visitor: Visitor) -> None:
    assert visitor.get("/outbox").status_code == 404
    assert visitor.post("/demo/role", {"role": "trainer"}).status_code == 404
    assert "/demo/role" not in visitor.get("/").text


def test_in_the_demo_a_press_makes_a_visitor_somebody_invented(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(demo=True)
    with app.app_context():
        make_regions()
        person = create_person("Tara Trainer", "tara.donegal@demo.eu-belong.example", "en", now())
        grant_role(person.id, "trainer", "", None, now())
    visitor = Visitor(app, app.test_client())
    assert visitor.post("/demo/role", {"role": "trainer"}).status_code == 302
    assert "Tara Trainer" in visitor.get("/help").text
    assert 'value="trainer" aria-pressed="true"' in visitor.get("/help").text


def test_nobody_real_can_be_chosen(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(demo=True)
    with app.app_context():
        person = create_person("Real Trainer", "real@donegal.example", "en", now())
        grant_role(person.id, "trainer", "", None, now())
    visitor = Visitor(app, app.test_client())
    assert visitor.post("/demo/role", {"role": "trainer"}).status_code == 404
    assert visitor.post("/demo/role", {"role": "administrator"}).status_code == 404


def test_the_outbox_shows_letters_without_running_them_as_html(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(demo=True)
    outbox = app.config["LMS"].var / "outbox"
    outbox.mkdir()
    (outbox / "1.eml").write_text(
        "To: a@b.example\nSubject: <b>Hello</b>\nDate: Mon, 23 Nov 2026 08:00:00 +0000\n"
        "Content-Type: text/plain; charset=utf-8\n\n<script>alert(1)</script>\n"
    )
    page = app.test_client().get("/outbox").text
    assert "&lt;b&gt;Hello&lt;/b&gt;" in page
    assert "<script>alert" not in page
