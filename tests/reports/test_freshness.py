"""What is kept of a report is dropped as soon as anything happens, and only then."""

from datetime import timedelta

from lms.reports.freshness import find_stamp
from lms.rules.permissions import Role
from lms.services import learning, outbox, sign_in
from lms.services.enrolment import invite
from lms.services.people import grant_role
from tests.database import Database
from tests.people import NORTH, NOW, SOUTH, make_cast, make_trainee
from tests.small_courses import BASICS, PROGRAMME


def test_every_act_in_a_region_moves_its_stamp_and_that_of_all(database: Database) -> None:
    cast = make_cast()
    lesson, later = BASICS.lessons[0], NOW + timedelta(minutes=1)
    link = sign_in.make_link(cast.amina.person_id, database.config, NOW).url.rsplit("/", 1)[1]
    acts = (
        lambda: make_trainee("Gita Trainee", "gita@north.example", NORTH),
        lambda: (
            invite([cast.amina.enrolment_id], database.config, NOW),
            outbox.deliver_due(database.config, NOW),
        ),
        lambda: sign_in.sign_in_with_token(link, "", database.config, NOW),
        lambda: learning.mark_page_read(cast.amina, PROGRAMME, BASICS, lesson, 1, NOW),
        lambda: learning.mark_page_read(cast.amina, PROGRAMME, BASICS, lesson, 2, later),
        lambda: grant_role(cast.amina.person_id, Role.TRAINER, "", None, NOW),
    )
    for act in acts:
        before = {region: find_stamp(region) for region in (NORTH, None)}
        assert before == {region: find_stamp(region) for region in (NORTH, None)}
        act()
        assert all(find_stamp(region) != stamp for region, stamp in before.items())


def test_learning_elsewhere_leaves_the_stamp_of_a_region_alone(database: Database) -> None:
    cast = make_cast()
    before = find_stamp(SOUTH)
    learning.mark_page_read(cast.amina, PROGRAMME, BASICS, BASICS.lessons[0], 1, NOW)
    assert find_stamp(SOUTH) == before
