"""What trainees say about themselves is voluntary, closed, and theirs."""

from lms.db import db
from lms.models import Background
from lms.rules.background import TOPICS, UNDISCLOSED
from lms.services.background import find_background, say_background, take_back_background
from tests.database import Database
from tests.people import NOW, make_cast


def test_what_is_said_can_be_changed_and_taken_back(database: Database) -> None:
    amina = make_cast().amina
    assert find_background(amina.enrolment_id) is None
    say_background(amina, {"gender": "woman", "age_band": UNDISCLOSED}, NOW)
    say_background(amina, {"gender": "other", "sector": "public"}, NOW)
    expected = {"gender": "other", "age_band": "", "organisation_level": "", "sector": "public"}
    assert find_background(amina.enrolment_id) == expected
    take_back_background(amina)
    assert find_background(amina.enrolment_id) is None
    assert db.session.query(Background).count() == 0


def test_only_the_choices_that_are_offered_are_kept(database: Database) -> None:
    amina = make_cast().amina
    say_background(amina, {"gender": "Amina, 43, from North", "religion": "none", "age_band": "30_44"}, NOW)
    kept = find_background(amina.enrolment_id)
    assert kept == {"gender": "", "age_band": "30_44", "organisation_level": "", "sector": ""}


def test_each_question_can_be_answered_with_prefer_not_to_say() -> None:
    assert all(UNDISCLOSED in topic.answers for topic in TOPICS)
