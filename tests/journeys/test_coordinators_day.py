"""A coordinator's work from the office's spreadsheet to the handover, by somebody with no technical training."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lms.rules.permissions import Role
from lms.services.people import create_person, grant_role
from lms.web import context
from tests.journeys import day_afternoon, day_morning, small_world
from tests.journeys.office import HOME, WEEKS, Desk, let_people_learn
from tests.journeys.site import Site, open_site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-coordinator")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Site]:
    """The service with three tiny modules, two regions, and nobody in it yet."""
    courses, quizzes = small_world.write(tmp_path)
    north = (courses / "regions" / HOME / "region.md").read_text(encoding="utf-8")
    (courses / "regions" / "south").mkdir()
    (courses / "regions" / "south" / "region.md").write_text(north.replace("North", "South"), encoding="utf-8")
    with open_site(tmp_path, courses=courses, quizzes=quizzes) as running:
        yield running


@pytest.fixture
def desk(office: Site, chromium: Browser, visits: list[Page], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The coordinator of the North on a morning three weeks ago."""
    start = datetime.now(UTC) - WEEKS
    with office.app.app_context():
        person_id = create_person("Sean Gallagher", "sean@north.example", "en", start).id
        grant_role(person_id, Role.COORDINATOR, HOME, None, start)
    desk = Desk(office, office.open(chromium, person_id), start)
    visits.append(desk.page)
    monkeypatch.setattr(context, "now", lambda: desk.now)
    return desk


def test_a_coordinator_gets_from_the_offices_list_to_the_handover(
    desk: Desk, chromium: Browser, visits: list[Page], tmp_path: Path
) -> None:
    day_morning.enrol_the_list_by_keyboard(desk, tmp_path / "people.xlsx")
    day_morning.invite_them_by_keyboard(desk)
    finished = let_people_learn(desk.site, datetime.now(UTC))
    desk.now = datetime.now(UTC)
    day_morning.follow_the_bars(desk)
    day_morning.write_to_the_silent(desk)
    day_morning.record_a_module_and_take_it_back(desk)
    day_afternoon.bring_in_results_of_a_moodle(desk, tmp_path / "progress-c7.csv")
    day_afternoon.let_somebody_in(desk, chromium, visits)
    day_afternoon.freeze_a_report_by_keyboard(desk)
    day_afternoon.correct_a_certificate(desk, finished)
    day_afternoon.hand_the_region_over_by_keyboard(desk, chromium, visits)
    assert desk.looked_at == []
    assert desk.keys.faults == []
    assert desk.complaints.found == []
