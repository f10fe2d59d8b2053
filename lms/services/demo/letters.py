"""The letters of the invented world: invitations, weeks of reminders by a schedule, people who want none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lms.content.model import Region as RegionFile
from lms.export import letters, reminders
from lms.export.letters import Helper, SignInWay
from lms.models import LetterPlan, LetterSkip, LetterStop, Message
from lms.rules.letters import SEND_AT, Kind, LetterState, Reason
from lms.services.demo.cast import Cast, Invented
from lms.services.demo.roles import HOME

_REMINDING = frozenset({HOME, "leipzig", "catalonia"})
"""Regions whose coordinators have made use of reminders."""
_WEEKS = 4
_QUIET = timedelta(days=21)
_SITE = "http://127.0.0.1:8000"
_WIPED = "********"
_COMES_BACK = 0.03
"""The share of letters to addresses that are gone."""


@dataclass(frozen=True)
class _Sender:
    """Who writes in a region."""

    region: RegionFile
    id: int
    helper: Helper


def write_letters(session: Session, region: RegionFile, cast: Cast, ids: dict[str, int], now: datetime) -> None:
    """Write the letters of one region, as if they had been sent when people were invited and on Mondays since."""
    chance = Random(f"letters:{region.id}")  # noqa: S311 - invented data, no secret
    first = cast.staff[0]
    sender = _Sender(region, ids[first.email], Helper(first.row["name"], first.email))
    invited = [_invitation(sender, trainee, ids[trainee.email]) for trainee in cast.trainees]
    session.execute(insert(Message), invited)
    if region.id not in _REMINDING:
        return
    plan_id = _write_plan(session, sender, now)
    stopped = set(chance.sample([ids[trainee.email] for trainee in cast.trainees if _is_quiet(trainee, now)], 2))
    session.execute(
        insert(LetterStop), [{"person_id": one, "stopped_at": now - timedelta(days=16)} for one in sorted(stopped)]
    )
    without: dict[int, Reason] = {}
    sent: list[dict[str, Any]] = []
    skipped: list[dict[str, Any]] = []
    for monday in _mondays(region, now):
        for trainee in cast.trainees:
            if not _is_quiet(trainee, monday):
                continue
            person_id = ids[trainee.email]
            if person_id in stopped and monday > now - timedelta(days=16):
                without[person_id] = Reason.STOPPED
            if person_id in without:
                skipped.append(_skip(sender, person_id, plan_id, monday, without[person_id]))
                continue
            row = _reminder(sender, trainee, person_id, plan_id, monday)
            if chance.random() < _COMES_BACK:
                without[person_id] = Reason.BOUNCED
                row |= {"state": LetterState.BOUNCED.value, "sent_at": None, "failed_at": row["sent_at"]}
                row |= {"failure": "550 5.1.1 No such mailbox"}
            sent.append(row)
    for table, rows in ((Message, sent), (LetterSkip, skipped)):
        if rows:
            session.execute(insert(table), rows)


def _mondays(region: RegionFile, now: datetime) -> Iterable[datetime]:
    """Give the last Mondays on which the schedule ran."""
    today = now.astimezone(ZoneInfo(region.zone)).date()
    last = today - timedelta(days=today.weekday() or 7)
    for week in reversed(range(_WEEKS)):
        day = last - timedelta(weeks=week)
        yield datetime.combine(day, SEND_AT, ZoneInfo(region.zone)).astimezone(UTC) + timedelta(minutes=2)


def _is_quiet(trainee: Invented, at: datetime) -> bool:
    """Whether somebody had begun by then, stopped, and has not come back since."""
    row = trainee.enrolment or {}
    last = row.get("last_active_at")
    return bool(row.get("started_at") and not row.get("completed_at") and last and last < at - _QUIET)


def _write_plan(session: Session, sender: _Sender, now: datetime) -> int:
    days = [monday.astimezone(ZoneInfo(sender.region.zone)).date() for monday in _mondays(sender.region, now)]
    plan = LetterPlan(
        region_id=sender.region.id,
        kind=Kind.INACTIVE.value,
        days=_QUIET.days,
        weekday=0,
        starts_on=days[0],
        ends_on=days[-1] + timedelta(weeks=16),
        is_on=True,
        note="",
        actor_id=sender.id,
        changed_at=now - timedelta(weeks=_WEEKS + 1),
        ran_on=days[-1],
    )
    session.add(plan)
    session.flush()
    return plan.id


def _invitation(sender: _Sender, trainee: Invented, person_id: int) -> dict[str, Any]:
    row = trainee.enrolment or {}
    way = SignInWay(f"{_SITE}/sign-in/{_WIPED}", _WIPED, 24, _SITE)
    said = letters.letter_words(trainee.row["language"])
    letter = letters.invitation(said, trainee.row["name"], sender.region.name, way, sender.helper, True)
    return _message(sender, trainee, person_id, Kind.INVITATION, letter, row["invited_at"])


def _reminder(sender: _Sender, trainee: Invented, person_id: int, plan_id: int, at: datetime) -> dict[str, Any]:
    said = letters.letter_words(trainee.row["language"])
    frame = reminders.Frame(
        trainee.row["name"], _SITE, f"{_SITE}/letters/stop/{_WIPED}", sender.helper, letters.NO_NOTE, True
    )
    letter = reminders.inactive(said, frame, _place(trainee))
    return _message(sender, trainee, person_id, Kind.INACTIVE, letter, at) | {"plan_id": plan_id, "actor_id": None}


def _place(trainee: Invented) -> reminders.Place:
    """Say roughly where somebody is: the lesson after the last one done."""
    courses = trainee.life.courses if trainee.life else []
    if not courses:
        return reminders.Place(0, "", 1, 0)
    course = courses[-1].course
    done = sum(1 for lesson in courses[-1].lessons if lesson.done_at)
    lesson = course.lessons[done] if done < len(course.lessons) else None
    minutes = lesson.minutes if lesson else 1
    return reminders.Place(course.number, lesson.title if lesson else "", minutes, minutes)


def _message(
    sender: _Sender, trainee: Invented, person_id: int, kind: Kind, letter: letters.Letter, at: datetime
) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "kind": kind.value,
        "region_id": sender.region.id,
        "address": trainee.email,
        "language": trainee.row["language"],
        "subject": letter.subject,
        "text": letter.text,
        "created_at": at,
        "due_at": at,
        "expires_at": at + timedelta(days=3),
        "state": LetterState.SENT.value,
        "sent_at": at + timedelta(minutes=1),
        "failed_at": None,
        "failure": "",
        "tries": 1,
        "actor_id": sender.id,
        "plan_id": None,
    }


def _skip(sender: _Sender, person_id: int, plan_id: int, at: datetime, reason: Reason) -> dict[str, Any]:
    return {
        "at": at,
        "region_id": sender.region.id,
        "person_id": person_id,
        "kind": Kind.INACTIVE.value,
        "reason": reason.value,
        "plan_id": plan_id,
    }
