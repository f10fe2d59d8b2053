"""RP: what pages of figures cost over the invented world, kept and counted anew, against a lesson page."""

from datetime import UTC, datetime
from itertools import count

from sqlalchemy import update

from benchmarks.measure import Act, Row, alternate
from benchmarks.visitor import sign_in
from benchmarks.visits import first_lesson, lesson_path, open_site, visit
from benchmarks.world import World
from lms.db import db, transaction
from lms.models import Enrolment
from lms.services import counters
from lms.services.demo.roles import HOME
from lms.services.enrolment import NewPerson, enrol


def run(world: World) -> list[Row]:
    """Compare the page of a region and the page of all regions with a lesson page, all served."""
    trainee, lesson = visit(world), lesson_path(first_lesson(world.app))
    pages = {
        "region page": (sign_in(world.app, world.find_identity(world.app, "coordinator")), f"/regions/{HOME}"),
        "programme page": (sign_in(world.app, world.find_identity(world.app, "programme")), "/programme"),
    }
    setting = world.setting
    rows = []
    with open_site(world) as site:
        clocks = (site.service.cpu_seconds, site.service.cpu_seconds)
        for name, (visitor, path) in pages.items():
            page, text = site.prepare(visitor, path), site.prepare(trainee, lesson)
            pair = alternate(page, text, setting.rounds, setting.calls, setting.calls, clocks)
            rows.append(pair.row("RP", f"{name} : lesson page, served", 3))
            # Few calls, so that the region stays about as large as it is.
            few = max(1, setting.calls // 4)
            anew = _after_somebody_came(world, page)
            pair = alternate(anew, text, max(2, setting.rounds // 5), few, setting.calls, clocks)
            rows.append(pair.row("RP", f"{name}, counted anew : lesson page, served", 3))
    return rows


def _after_somebody_came(world: World, page: Act) -> Act:
    """Let somebody join the region and open it, so that its numbers differ; only the visit is measured."""

    def act() -> None:
        with world.app.app_context():
            person = NewPerson("Anew", f"anew{next(_numbers)}@crowd.example", region=HOME)
            now = datetime.now(UTC)
            with transaction() as session:
                enrolled = enrol(person, "form", None, now)
                with counters.moving(session, now, enrolments=[enrolled.enrolment_id]):
                    session.execute(
                        update(Enrolment)
                        .where(Enrolment.id == enrolled.enrolment_id)
                        .values(invited_at=now, opened_at=now)
                    )
            db.session.remove()
        page()

    return act


_numbers = count(1)
