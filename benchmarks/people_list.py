"""PL: the people list with a hundred thousand people beside the same with 1,650, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import create_engine, func, select, text, update
from sqlalchemy.engine import make_url

from benchmarks.listed_crowd import fill
from benchmarks.measure import Act, Row, alternate
from benchmarks.visitor import Visitor, sign_in
from benchmarks.world import World
from lms.app import create_app
from lms.config import from_env
from lms.db import db, transaction
from lms.models import Enrolment
from lms.rules.permissions import Role
from lms.services.counters_rebuilding import rebuild_all
from lms.services.people import create_person, find_identity_now, grant_role
from lms.services.regions import load_regions
from lms.services.schema import upgrade

_SIZES, _TINY_SIZES = (1_650, 100_000), (110, 1_100)
_CALLS = 3
_LIMIT = 3
_LOOKS = {
    "first page": "",
    "last page": "page=1000000",
    "active last": "sort=active",
    "quiet the longest": "sort=quiet",
    "a name": "text=person+12",
    "not invited": "state=new",
    "opened": "state=opened",
    "learning": "state=learning",
    "in a module": "state=learning&course=foundations",
    "exam open": "state=exam",
    "form open": "state=form",
    "completed": "state=completed",
    "left": "state=closed",
    "needs a nudge": "nudge=any&sort=quiet",
    "never opened": "nudge=never_opened",
    "quiet": "nudge=inactive",
    "waiting for exam": "nudge=waiting_for_exam",
    "started": "reached=started",
    "reached a lesson": "reached=lesson&course=foundations&lesson=3",
    "took the exam": "reached=exam&course=foundations",
    "stopped after a lesson": "course=foundations&lesson=2",
    "completed on paper": "source=paper",
    "completed here": "source=site&course=foundations",
    "a stakeholder type": "category=media",
    "an organisation": "organisation=Office+7",
    "a language": "language=ga",
    "several at once": "text=person+1&state=learning&category=cso&language=en&sort=active",
}
"""What is looked at -> the query of the page."""


def run(world: World) -> list[Row]:
    """Compare each look at the list of one region in a large and in a small world.

    Last, everybody is counted anew for the views that stand above the list: nothing kept is good any more.
    """
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
            anew = [_after_an_act(visitor, region) for visitor, region in sides]
            pair = alternate(*anew, rounds, _CALLS, _CALLS, (clock, clock))
            what = "first page after somebody did something"
            rows.append(pair.row("PL", f"{what}, {kind}: {large:,} : {small:,} people", _LIMIT))
            for visitor, _ in sides:
                with visitor.app.app_context():
                    db.session.remove()
                    db.engine.dispose()
    return rows


def _after_an_act(visitor: Visitor, region: str) -> Act:
    page = visitor.repeat(f"/regions/{region}/people")
    last = select(func.max(Enrolment.last_active_at)).where(Enrolment.region_id == region)
    one = select(func.min(Enrolment.id)).where(Enrolment.region_id == region).scalar_subquery()

    def act() -> None:
        with visitor.app.app_context(), transaction() as session:
            at = session.execute(last).scalar_one() + timedelta(seconds=1)
            session.execute(update(Enrolment).where(Enrolment.id == one).values(last_active_at=at))
        page()

    return act


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
        now = datetime.now(UTC)
        upgrade(app.config["LMS"])
        regions = sorted(app.extensions["lms"].catalogue.regions)
        load_regions(app.extensions["lms"].catalogue.regions.values(), now)
        coordinator = create_person("Chen", "chen@bench.example", "en", now)
        grant_role(coordinator.id, Role.COORDINATOR, regions[0], None, now)
        with db.engine.begin() as connection:
            fill(connection, people, regions, app.extensions["lms"].catalogue.list_courses("en"), now)
        rebuild_all(now)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        identity = find_identity_now(coordinator.id, now)
        db.session.remove()
    assert identity is not None
    return sign_in(app, identity), regions[0]
