"""Receipts in packages: what they say and to whom, and that nothing of them is there where they are off."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Request, Route

from lms import pyscorm
from lms.content.model import Course
from lms.content.render import Renderer
from lms.export.making import Made, make
from lms.export.package_parts import Scos
from lms.export.receipts import Receipts
from lms.rules.receipts import Mode, Receipt, State, read_receipt
from tests.export.conftest import real_catalogue, translate
from tests.export.learner import next_page, place, read_everything, take_exam
from tests.scorm_lms.host import Lms, Play
from tests.scorm_lms.judge import judge
from tests.small_courses import make_course

SECRET = "a secret of the tests, long enough for the rule"
ADDRESS = "https://learn.example/receipts"
SENT, TYPED = (Receipts(mode, ADDRESS, SECRET) for mode in (Mode.SEND, Mode.CODE))
FORMATS = ["1.2", "2004"]


def small(region: str = "donegal") -> Course:
    """The small course for a region."""
    return replace(make_course(), region=region, digest="3fa9c1d2" * 8)


def handed_out(receipts: Receipts | None, version: str = "1.2", *courses: Course, **changes: object) -> Made:
    made = make(
        courses or (small(),),
        pyscorm.Version(version),
        Renderer(None),
        contact="a@b.example",
        receipts=receipts,
        **changes,  # type: ignore[arg-type]
    )
    assert [str(finding) for finding in made.findings] == []
    return made


def files(made: Made) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(line: str) -> Receipt:
    return read_receipt(line, SECRET, datetime.now(UTC).date())


class Service:
    """The other end: what arrived there."""

    def __init__(self, page: Page, status: int | None = 201) -> None:
        self.requests: list[Request] = []
        self.status = status
        """None = it does not answer at all."""
        page.route(f"{ADDRESS}**", self._answer)

    def _answer(self, route: Route) -> None:
        self.requests.append(route.request)
        if self.status is None:
            route.abort()
        else:
            route.fulfill(status=self.status, headers={"Access-Control-Allow-Origin": "*"}, body="taken")

    @property
    def receipts(self) -> list[Receipt]:
        return [read(request.post_data or "") for request in self.requests]


@contextmanager
def played(page: Page, made: Made, version: str, **options: object) -> Iterator[tuple[Lms, Play]]:
    """The package on a platform that lets it ask other hosts."""
    with Lms(made.data, version, policy="") as platform:
        yield platform, platform.launch(page, **options)  # type: ignore[arg-type]


def test_off_leaves_no_trace_and_gives_the_same_bytes():
    plain = handed_out(None)
    assert handed_out(Receipts(Mode.OFF, ADDRESS, SECRET)).data == plain.data
    assert handed_out(SENT, "1.2", small("")).data == handed_out(None, "1.2", small("")).data
    assert handed_out(SENT, scos=Scos.LESSONS).data == handed_out(None, scos=Scos.LESSONS).data
    for name, data in files(plain).items():
        assert b"learn.example" not in data, name
        assert b"receipt" not in data.lower() or name.startswith("administrator"), name
        assert "receipt" not in name


def test_the_same_secret_gives_the_same_bytes_and_lies_nowhere_in_them():
    first, second = handed_out(SENT), handed_out(SENT)
    assert first.data == second.data
    other = files(handed_out(replace(SENT, secret="another secret, also long enough for the rule")))
    changed = {name for name, data in files(first).items() if data != other[name]}
    assert changed == {"receipts.data.js", "contents.txt"}
    assert not any(SECRET.encode() in data for data in files(first).values())


@pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])
@pytest.mark.parametrize("receipts", [SENT, TYPED])
def test_such_a_package_is_played_before_it_is_handed_out_and_keeps_to_the_sizes(version: str, receipts: Receipts):
    course = real_catalogue().find_course("foundations", "en", "donegal")
    assert course is not None
    made = handed_out(receipts, version, course, play=True)
    held = files(made)
    told = ("course.js", "text-en.js", "receipts.data.js")
    assert sum(len(data) for name, data in held.items() if name.endswith(".js") and name not in told) < 60_000
    sheet = held["administrator.html"].decode()
    assert ("switched on receipts" in sheet) is (receipts is SENT)
    assert ("makes no request to any other host" in sheet) is (receipts is TYPED)
    assert (ADDRESS.encode() in held["receipts.data.js"]) is (receipts is SENT)


@pytest.mark.browser
@pytest.mark.parametrize("version", FORMATS)
def test_each_new_state_is_told_once_and_says_nothing_about_who(page: Page, version: str):
    service = Service(page)
    with played(page, handed_out(SENT, version), version) as (platform, play):
        course = small()
        assert course.exam is not None
        page.wait_for_timeout(200)
        assert service.requests == []
        read_everything(play.frame, course)
        take_exam(play.frame, course.exam, right=False)
        take_exam(play.frame, course.exam, right=True)
        page.wait_for_timeout(300)
        kept = play.close()
        assert [one.state for one in service.receipts] == [State.BEGUN, State.FAILED, State.PASSED]
        assert len({one.attempt for one in service.receipts}) == 1
        week = datetime.now(UTC).isocalendar()
        for one in service.receipts:
            assert (one.region, one.course, one.language, one.mark) == ("donegal", course.id, "en", "3fa9c1d2")
            assert one.week == f"{week.year}-W{week.week:02}"
        for request in service.requests:
            headers = request.all_headers()
            assert request.method == "POST"
            assert not {"cookie", "authorization", "referer"} & set(headers)
            assert "earner" not in (request.post_data or "")
        assert play.outside == [ADDRESS] * 3
        assert judge(play.calls, version) == []
        assert play.errors == []
        again = platform.launch(page, state=kept)
        again.frame.evaluate("document.querySelector('[data-go=\"first.1\"]').click()")
        page.wait_for_timeout(200)
        again.close()
        assert len(service.requests) == 3


@pytest.mark.browser
@pytest.mark.parametrize("version", FORMATS)
def test_where_they_are_off_nothing_is_asked_of_anybody(page: Page, version: str):
    service = Service(page)
    course = small()
    assert course.exam is not None
    with played(page, handed_out(None, version), version) as (_, play):
        read_everything(play.frame, course)
        take_exam(play.frame, course.exam, right=True)
        page.wait_for_timeout(200)
        play.close()
        assert play.outside == []
        assert service.requests == []


@pytest.mark.browser
@pytest.mark.parametrize("status", [None, 503, 429])
def test_a_service_that_is_away_never_stops_anybody_and_is_told_at_the_next_visit(page: Page, status: int | None):
    service = Service(page, status)
    course = small()
    with played(page, handed_out(SENT), "1.2") as (platform, play):
        for _ in range(3):
            next_page(play.frame)
        page.wait_for_timeout(200)
        assert len(service.requests) == 1
        here = place(play.frame)
        assert play.frame.locator("#player-notice").is_hidden()
        kept = play.close()
        service.status = 201
        again = platform.launch(page, state=kept)
        assert place(again.frame) == here
        page.wait_for_timeout(200)
        again.close()
        assert [one.state for one in service.receipts] == [State.BEGUN] * 2
        assert len({one.attempt for one in service.receipts}) == 1
        assert course.id == service.receipts[0].course


@pytest.mark.browser
@pytest.mark.parametrize("status", [400, 403, 409])
def test_what_was_refused_is_not_sent_again(page: Page, status: int):
    service = Service(page, status)
    with played(page, handed_out(SENT), "1.2") as (platform, play):
        next_page(play.frame)
        next_page(play.frame)
        page.wait_for_timeout(200)
        again = platform.launch(page, state=play.close())
        next_page(again.frame)
        page.wait_for_timeout(200)
        again.close()
    assert len(service.requests) == 1


@pytest.mark.browser
def test_a_platform_that_forbids_other_hosts_is_obeyed(page: Page):
    service = Service(page)
    course = small()
    assert course.exam is not None
    with Lms(handed_out(SENT).data, "1.2") as platform:
        play = platform.launch(page)
        read_everything(play.frame, course)
        take_exam(play.frame, course.exam, right=True)
        page.wait_for_function("lms.kept['cmi.core.lesson_status'] === 'passed'")
        play.close()
    assert service.requests == []


@pytest.mark.browser
@pytest.mark.parametrize("how", [{"mode": "review"}, {"mode": "browse"}, {"api": False}])
def test_what_does_not_count_is_not_told(page: Page, how: dict[str, object]):
    service = Service(page)
    with played(page, handed_out(SENT), "1.2", **how) as (_, play):
        read_everything(play.frame, small())
        page.wait_for_timeout(200)
        play.close()
    assert service.requests == []


@pytest.mark.browser
def test_typed_receipts_are_shown_at_the_end_in_the_learners_language_and_never_sent(page: Page):
    service = Service(page)
    course = small()
    assert course.exam is not None
    with played(page, handed_out(TYPED, "1.2", course, translate(course, "pl")), "1.2") as (platform, play):
        read_everything(play.frame, course)
        assert play.frame.locator("#player-receipt").is_hidden()
        take_exam(play.frame, course.exam, right=True)
        shown = play.frame.locator("#player-receipt code")
        shown.wait_for()
        line = shown.inner_text()
        assert (read(line).state, read(line).language) == (State.PASSED, "en")
        play.frame.select_option("#player-language", "pl")
        play.frame.wait_for_function("document.querySelector('#player-receipt code').textContent.includes(' pl ')")
        assert read(shown.inner_text()).attempt == read(line).attempt
        kept = play.close()
        again = platform.launch(page, state=kept, mode="review")
        again.frame.locator("#player-receipt code").wait_for()
        assert read(again.frame.locator("#player-receipt code").inner_text()).attempt == read(line).attempt
        again.close()
        assert play.outside == []
    assert service.requests == []


@pytest.mark.browser
def test_an_attempt_goes_on_when_the_region_switches_them_off_and_on_again(page: Page):
    service = Service(page)
    kept: dict[str, str] | None = None
    here = "start"
    for receipts in (SENT, None, SENT, TYPED):
        with played(page, handed_out(receipts), "1.2", state=kept) as (_, play):
            assert play.frame.locator("#player-notice").is_hidden()
            assert place(play.frame) == here
            next_page(play.frame)
            if kept is None:
                next_page(play.frame)
            page.wait_for_timeout(150)
            here = place(play.frame)
            kept = play.close()
    assert {one.state for one in service.receipts} == {State.BEGUN}
