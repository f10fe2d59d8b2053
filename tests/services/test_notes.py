"""Private notes."""

import pytest

from lms.errors import InvalidInput
from lms.services import notes
from tests.people import NOW, Cast, make_cast


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


def test_a_note_is_kept_changed_and_removed(cast):
    me = cast.amina
    notes.save_note(me, "basics", "first", "reflect-1", "A street\nin Sligo", NOW)
    assert notes.find_notes(me.person_id, "basics", "first") == {"reflect-1": "A street\nin Sligo"}
    notes.save_note(me, "basics", "first", "reflect-1", "żółć", NOW)
    assert notes.find_notes(me.person_id, "basics", "first") == {"reflect-1": "żółć"}
    notes.save_note(me, "basics", "first", "reflect-1", "  ", NOW)
    assert notes.find_notes(me.person_id, "basics", "first") == {}


def test_notes_belong_to_their_writer_and_lesson(cast):
    notes.save_note(cast.amina, "basics", "first", "reflect-1", "mine", NOW)
    assert notes.find_notes(cast.dita.person_id, "basics", "first") == {}
    assert notes.find_notes(cast.amina.person_id, "basics", "second") == {}


def test_the_sheet_lists_the_notes_of_a_course(cast):
    notes.save_note(cast.amina, "basics", "first", "sheet-1", "one", NOW)
    notes.save_note(cast.amina, "basics", "second", "sheet-1", "two", NOW)
    notes.save_note(cast.amina, "further", "other", "sheet-1", "three", NOW)
    expected = {("first", "sheet-1"): "one", ("second", "sheet-1"): "two"}
    assert notes.list_notes(cast.amina.person_id, "basics") == expected


def test_a_note_that_is_too_long_is_refused(cast):
    with pytest.raises(InvalidInput):
        notes.save_note(cast.amina, "basics", "first", "reflect-1", "x" * (notes.LONGEST_NOTE + 1), NOW)


def test_a_nul_character_does_not_lose_the_note(cast):
    notes.save_note(cast.amina, "basics", "first", "reflect-1", "a\0b", NOW)
    assert notes.find_notes(cast.amina.person_id, "basics", "first") == {"reflect-1": "ab"}
