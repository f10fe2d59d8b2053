"""Invents what people of the demo say about themselves; some say nothing, as in life."""

from datetime import datetime
from random import Random

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.models import Background, Enrolment
from lms.rules.background import TOPICS, UNDISCLOSED

_SEED = "background"
_SILENT, _LEFT_OPEN, _UNDISCLOSED = 0.25, 0.08, 0.05
_LIKELY = {
    "gender": (58, 39, 3),
    "age_band": (0, 14, 38, 36, 12),
    "organisation_level": (34, 46, 15, 5),
    "sector": (44, 24, 18, 6, 6, 2),
}
"""How often each choice is made, in the order of the choices."""


def invent_background(session: Session, now: datetime) -> None:
    """Let most of those who began say something."""
    chance = Random(_SEED)  # noqa: S311 - invented data, no secret
    begun = select(Enrolment.id).where(Enrolment.started_at.is_not(None)).order_by(Enrolment.id)
    rows = [
        {"enrolment_id": enrolment, "saved_at": now, **{topic.id: _say(topic.id, chance) for topic in TOPICS}}
        for enrolment in session.scalars(begun)
        if chance.random() > _SILENT
    ]
    if rows:
        session.execute(insert(Background), rows)


def _say(topic: str, chance: Random) -> str:
    fate = chance.random()
    if fate < _LEFT_OPEN:
        return ""
    if fate < _LEFT_OPEN + _UNDISCLOSED:
        return UNDISCLOSED
    choices = next(list(one.choices) for one in TOPICS if one.id == topic)
    return chance.choices(choices, weights=_LIKELY[topic])[0]
