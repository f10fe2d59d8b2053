"""The sentence of their own that coordinators put into letters: plain text, one paragraph, remembered."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from lms.db import transaction
from lms.errors import InvalidInput
from lms.intake.people_fields import one_line
from lms.models import LetterNote
from lms.services.store import change, insert_once, read_first, table

LONGEST_NOTE = 300

_NOTE = table(LetterNote)
_OF_REGION = select(_NOTE.c.text).where(_NOTE.c.region_id == bindparam("region"))


def check_note(text: str) -> str:
    """Put a note on one line; raise `InvalidInput` if it is too long."""
    note = one_line(text)
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(
            "Your own sentence has %(length)s characters; %(longest)s are the most.",
            length=len(note),
            longest=LONGEST_NOTE,
        )
    return note


def find_note(region: str) -> str:
    """Give the note that was used last in a region."""
    row = read_first(_OF_REGION, region=region)
    return row.text if row else ""


def remember_note(region: str, note: str, now: datetime) -> None:
    """Keep the note for the next letters of a region."""
    with transaction() as session:
        if not insert_once(session, LetterNote, region_id=region, text=note, changed_at=now):
            mine = update(_NOTE).where(_NOTE.c.region_id == region)
            change(session, mine.values(text=note, changed_at=now))
