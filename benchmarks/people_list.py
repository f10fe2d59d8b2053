"""PL: the people list with a hundred thousand people beside the same with 1,650, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, insert, text
from sqlalchemy.engine import make_url

from benchmarks.measure import Row, alternate
from benchmarks.visitor import sign_in
from benchmarks.world import World
from lms.app import create_app
from lms.config import from_env
from lms.db import db, transaction
from lms.intake.people_fields import search_text
from lms.models import CourseRecord, Enrolment, Person
from lms.rules.permissions import Role
from lms.services.people import create_person, find_identity_now, grant_role
from lms.services.regions import load_regions
from lms.services.schema import upgrade

_SIZES, _TINY_SIZES = (1_650, 100_000), (110, 1_100)
_AT_ONCE = 5_000
_CALLS = 3
_LIMIT = 3
_ORGANISATIONS = 40
_LOOKS = {
    "first page": "",
    "a name": "text=person+12",
    "needs a nudge": "nudge=any&sort=quiet",
    "never opened": "nudge=never_opened",
    "waiting for exam": "nudge=waiting_for_exam",
    "learning": "state=learning",
    "reached a lesson": "reached=lesson&course=foundations&lesson=3",
    "an organisation": "organisation=Office+7",
    "active last": "sort=active",
    "last page": "page=1000000",
}
"""What is looked at -> the query of the page."""


def run(world: World) -> list[Row]:
    """Compare each look at the list of one region in a large and in a small world."""
    tiny = world.setting.regions == 1
    small, large = _TINY_SIZES if tiny else _SIZES
    rows = []
    for kind, url in (("SQLite", None), ("PostgreSQL", _postgres)):
        with _addresses(world, url) as (first, second):
            sides = [_open(world, people, at) for people, at in ((large, second), (small, first))]
            for name, query in _LOOKS.items():
                big, little = (visitor.repeat(f"/regions/{region}/people?{query}") for visitor, region in sides)
                rounds = max(2, world.setting.rounds // 5)
                # SQLite works in this process; of PostgreSQL only the clock on the wall knows all.
                clock = perf_counter if url else process_time
                pair = alternate(big, little, rounds, _CALLS, _CALLS, (clock, clock))
                rows.append(pair.row("PL", f"{name}, {kind}: {large:,} : {small:,} people", _LIMIT))
            for visitor, _ in sides:
                with visitor.app.app_context():
                    db.session.remove()
                    db.engine.dispose()
    return rows


@contextmanager
def _addresses(world: World, server: Any) -> Iterator[tuple[str, str]]:
    if server is None:
        yield tuple(f"sqlite:///{world.folder / f'people-{size}.sqlite'}" for size in ("small", "large"))  # type: ignore[misc]
        return
    with server() as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for size in ("small", "large"):
                connection.execute(text(f"CREATE DATABASE people_{size}"))
        engine.dispose()
        yield tuple(  # type: ignore[misc]
            make_url(url).set(database=f"people_{size}").render_as_string(hide_password=False)
            for size in ("small", "large")
        )


@contextmanager
def _postgres() -> Iterator[str]:
    # The tests know how to start a private server; nothing else of theirs is used here.
    from tests.postgres import private_server

    with private_server() as url:
        yield url


def _open(world: World, people: int, url: str):  # type: ignore[no-untyped-def]
    app = create_app(from_env({**world.environ, "LMS_DEMO": "no", "LMS_DATABASE_URL": url}))
    with app.app_context():
        upgrade(app.config["LMS"])
        regions = sorted(app.extensions["lms"].catalogue.regions)
        load_regions(app.extensions["lms"].catalogue.regions.values(), datetime.now(UTC))
        now = datetime.now(UTC)
        coordinator = create_person("Chen", "chen@bench.example", "en", now)
        grant_role(coordinator.id, Role.COORDINATOR, regions[0], None, now)
        _fill(app, regions, people)
        identity = find_identity_now(coordinator.id, datetime.now(UTC))
        with db.engine.connect() as connection:
            connection.execute(text("ANALYZE"))
            connection.commit()
        db.session.remove()
    assert identity is not None
    return sign_in(app, identity), regions[0]


def _fill(app: Flask, regions: list[str], people: int) -> None:
    chance = Random(people)
    now = datetime.now(UTC)
    courses = app.extensions["lms"].catalogue.list_courses("en")
    # The coordinator has the first id.
    for first in range(2, people + 2, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, people + 2))
        rows = [_invent(number, regions[number % len(regions)], courses, now, chance) for number in numbers]
        with transaction() as session:
            for model, place in ((Person, 0), (Enrolment, 1)):
                session.execute(insert(model), [row[place] for row in rows])
            records = [record for row in rows for record in row[2]]
            if records:
                session.execute(insert(CourseRecord), records)


def _invent(number: int, region: str, courses: Any, now: datetime, chance: Random):  # type: ignore[no-untyped-def]
    name, email = f"Person {chance.randrange(10**6):06}", f"p{number}@bench.example"
    organisation = f"Office {chance.randrange(_ORGANISATIONS)}"
    person = {
        "id": number,
        "email": email,
        "name": name,
        "language": "en",
        "created_at": now,
        "session_version": 0,
    }
    step = chance.choices(range(5), (2, 10, 10, 50, 28))[0]
    days = [now - timedelta(days=chance.uniform(1, 60)) for _ in range(4)]
    times = dict(zip(("invited_at", "opened_at", "started_at", "completed_at"), sorted(days), strict=True))
    times = {key: at if place < step else None for place, (key, at) in enumerate(times.items())}
    enrolment = {
        "id": number,
        "person_id": number,
        "region_id": region,
        "category": chance.choice(("media", "cso", "civil_servant")),
        "organisation": organisation,
        "search": search_text(name, email, organisation),
        "source": "list",
        "created_at": now,
        "last_active_at": max((at for at in times.values() if at), default=None),
        **times,
    }
    reached = len(courses) if step == 4 else chance.randrange(1, len(courses) + 1) if step == 3 else 0
    records = []
    for place, course in enumerate(courses[:reached]):
        done = place < reached - 1 or step == 4
        lessons = len(course.lessons) if done else chance.randrange(len(course.lessons) + 1)
        records.append(
            {
                "enrolment_id": number,
                "course_id": course.id,
                "region_id": region,
                "started_at": times["started_at"],
                "lessons_done": lessons,
                "reached": lessons,
                "best_score": 80 if done else None,
                "passed_at": times["started_at"] if done else None,
                "completed_at": times["started_at"] if done else None,
                "course_digest": "",
            }
        )
    return person, enrolment, records
