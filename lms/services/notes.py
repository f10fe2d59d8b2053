"""What trainees write for themselves: reflections and the lines of their sheet. Nobody else reads them."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from lms.db import transaction
from lms.db.prepared import Prepared
from lms.errors import InvalidInput
from lms.models import Note
from lms.services.people import Identity
from lms.services.store import change, insert_once, read, table

LONGEST_NOTE = 10_000

_NOTE = table(Note)
_MINE = (_NOTE.c.person_id == bindparam("of_person"), _NOTE.c.course_id == bindparam("of_course"))
_OF_LESSON = (*_MINE, _NOTE.c.lesson_id == bindparam("of_lesson"))
_THIS = (*_OF_LESSON, _NOTE.c.name == bindparam("of_name"))
_FIND = Prepared(select(_NOTE.c.name, _NOTE.c.text).where(*_OF_LESSON))
_LIST = select(_NOTE.c.lesson_id, _NOTE.c.name, _NOTE.c.text).where(*_MINE)
_CHANGE = update(_NOTE).where(*_THIS).values(text=bindparam("new_text"), updated_at=bindparam("now"))
_REMOVE = delete(_NOTE).where(*_THIS)


def save_note(identity: Identity, course_id: str, lesson_id: str, name: str, text: str, now: datetime) -> None:
    """Keep a note; an empty text removes it. Raises `InvalidInput` when it is too long."""
    if len(text) > LONGEST_NOTE:
        raise InvalidInput("A note may have %(longest)s characters at most.", longest=LONGEST_NOTE)
    key = {"of_person": identity.person_id, "of_course": course_id, "of_lesson": lesson_id, "of_name": name}
    # PostgreSQL cannot store it, and nobody can type it.
    text = text.replace("\0", "")
    with transaction() as session:
        if not text.strip():
            change(session, _REMOVE, **key)
        elif not change(session, _CHANGE, new_text=text, now=now, **key):
            fresh = insert_once(
                session,
                Note,
                person_id=identity.person_id,
                course_id=course_id,
                lesson_id=lesson_id,
                name=name,
                text=text,
                updated_at=now,
            )
            if fresh is None:  # another tab was first: the later text counts
                change(session, _CHANGE, new_text=text, now=now, **key)


def find_notes(person_id: int, course_id: str, lesson_id: str) -> dict[str, str]:
    """Find somebody's notes in a lesson, by name."""
    rows = _FIND.all(of_person=person_id, of_course=course_id, of_lesson=lesson_id)
    return {row.name: row.text for row in rows}


def list_notes(person_id: int, course_id: str) -> dict[tuple[str, str], str]:
    """List somebody's notes in a course, by lesson and name."""
    return {(row.lesson_id, row.name): row.text for row in read(_LIST, of_person=person_id, of_course=course_id)}
