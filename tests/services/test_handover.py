"""Handing a region to another coordinator."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.db import db
from lms.errors import InvalidInput, NotFound
from lms.models import AuditLine, SavedView
from lms.rules.permissions import Action, may, regions_of
from lms.services import audit, handover, saved_views, uploads
from lms.services.contacts import helper_in
from lms.services.handover import Successor
from lms.services.people import find_identity_now
from tests.database import Database
from tests.people import NORTH, NOW, SOUTH, Cast, make_cast

NINA = Successor("Nina Next", "Nina@North.example", "en")
DAY = timedelta(days=1)


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast()


def sees(person_id: int, at=NOW, region: str = NORTH) -> bool:  # type: ignore[no-untyped-def]
    identity = find_identity_now(person_id, at)
    return identity is not None and may(identity.grants, Action.SEE_REGION, region)


def test_from_the_moment_on_one_is_in_and_the_other_out(cast: Cast) -> None:
    saved_views.save_view(NORTH, cast.chen.person_id, "Quiet", "nudge=any", NOW)
    nina = handover.hand_over(NORTH, NINA, cast.chen.person_id, NOW, cast.chen.person_id, NOW)
    assert sees(nina)
    assert not sees(cast.chen.person_id)
    assert not sees(nina, region=SOUTH)
    assert [view.name for view in saved_views.list_views(NORTH, nina)] == ["Quiet"]
    assert [one.name for one in handover.list_coordinators(NORTH, NOW)] == ["Nina Next"]
    actions = db.session.scalars(select(AuditLine.action).where(AuditLine.region_id == NORTH)).all()
    assert "region.handed_over" in actions


def test_a_day_to_come_changes_nothing_before_it(cast: Cast, database: Database) -> None:
    later = NOW + 10 * DAY
    nina = handover.hand_over(NORTH, NINA, cast.chen.person_id, later, cast.chen.person_id, NOW)
    assert (sees(nina), sees(cast.chen.person_id)) == (False, True)
    assert helper_in(NORTH, database.config, NOW).name == "Chen Coordinator"
    assert (sees(nina, later), sees(cast.chen.person_id, later)) == (True, False)
    assert helper_in(NORTH, database.config, later).name == "Nina Next"
    with pytest.raises(NotFound):
        handover.call_off(SOUTH, nina, cast.emil.person_id, NOW)
    handover.call_off(NORTH, nina, cast.chen.person_id, NOW + DAY)
    assert (sees(nina, later), sees(cast.chen.person_id, later)) == (False, True)
    with pytest.raises(NotFound):
        handover.call_off(NORTH, cast.chen.person_id, cast.chen.person_id, NOW)


def test_who_stays_until_a_day_to_come_keeps_views_and_lists_until_then(cast: Cast) -> None:
    chen, later = cast.chen.person_id, NOW + 10 * DAY
    saved_views.save_view(NORTH, chen, "Quiet", "nudge=any", NOW)
    upload = uploads.keep(chen, NORTH, "people", "list.csv", b"email", NOW)
    nina = handover.hand_over(NORTH, NINA, chen, later, chen, NOW)
    for person in (chen, nina):
        assert [view.name for view in saved_views.list_views(NORTH, person)] == ["Quiet"]
    assert uploads.get(upload, chen, NORTH, "people", NOW).name == "list.csv"
    assert saved_views.forget_views(later + 29 * DAY) == 0
    assert saved_views.forget_views(later + 31 * DAY) == 1
    assert [view.name for view in saved_views.list_views(NORTH, nina)] == ["Quiet"]


def test_a_second_handover_lets_nobody_stay_longer(cast: Cast) -> None:
    chen, first, second = cast.chen.person_id, NOW + 10 * DAY, NOW + 20 * DAY
    handover.hand_over(NORTH, NINA, chen, first, chen, NOW)
    olu = handover.hand_over(NORTH, Successor("Olu", "olu@north.example", ""), chen, second, chen, NOW)
    assert not sees(chen, first)
    assert sees(olu, second)
    handover.call_off(NORTH, olu, chen, NOW)
    assert not sees(chen, first)


def test_two_can_coordinate_together_and_one_can_come_back(cast: Cast) -> None:
    nina = handover.hand_over(NORTH, NINA, None, NOW, cast.fen.person_id, NOW)
    assert (sees(nina), sees(cast.chen.person_id)) == (True, True)
    with pytest.raises(InvalidInput):
        handover.hand_over(NORTH, NINA, None, NOW, cast.fen.person_id, NOW)
    chen = Successor("Chen Coordinator", "chen@north.example", "en")
    handover.hand_over(NORTH, Successor("Olu", "olu@north.example", ""), cast.chen.person_id, NOW, nina, NOW)
    assert not sees(cast.chen.person_id, NOW + DAY)
    handover.hand_over(NORTH, chen, nina, NOW + DAY, cast.fen.person_id, NOW + DAY)
    assert (sees(nina, NOW + 2 * DAY), sees(cast.chen.person_id, NOW + 2 * DAY)) == (False, True)


def test_nobody_gives_away_what_they_do_not_have(cast: Cast) -> None:
    with pytest.raises(NotFound):
        handover.hand_over(NORTH, NINA, cast.emil.person_id, NOW, cast.emil.person_id, NOW)
    with pytest.raises(InvalidInput):
        handover.hand_over(NORTH, Successor("", "nina@north.example", ""), cast.chen.person_id, NOW, 1, NOW)
    assert sees(cast.chen.person_id)
    chen = find_identity_now(cast.chen.person_id, NOW)
    assert chen is not None
    assert regions_of(chen.grants) == (NORTH,)
    assert db.session.scalars(select(SavedView)).all() == []


def test_the_history_keeps_what_was_done_however_many_people_sign_in(cast: Cast) -> None:
    audit.record("report.frozen", cast.chen.person_id, "", NORTH, "", "", NOW)
    for _ in range(60):
        audit.record("sign_in.done", cast.amina.person_id, "", NORTH, "link", "", NOW + DAY)
    found = handover.list_history(NORTH, ("report.frozen", "people.invited"), 40)
    assert [(one.action, one.actor) for one in found] == [("report.frozen", "Chen Coordinator")]
