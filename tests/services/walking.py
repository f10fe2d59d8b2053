"""A random walk through everything people do, and the two counts that must agree after it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, update

from benchmarks.normalised import count_all
from lms.config import Config
from lms.db import transaction
from lms.errors import LmsError
from lms.models import CourseRecord, Enrolment
from lms.reports import progress_rows
from lms.reports.tallies import CERTIFIED, Outline, Tally, first_monday, list_elsewhere, summarise
from lms.rules.permissions import Role
from lms.services import counters, learning, outbox, people, quizzes, sign_in, surveys
from lms.services.enrolment import NewPerson, enrol, import_people, invite
from lms.services.people import Identity, find_identity_now
from lms.services.regions import load_regions
from lms.services.store import table
from tests.people import NORTH, NOW, SOUTH, make_region
from tests.small_courses import BASICS, FURTHER, PROGRAMME, SURVEY_AFTER

OUTLINES = tuple(Outline(course.id, len(course.lessons), course.requires) for course in (BASICS, FURTHER))
ZONES = {NORTH: "Europe/Dublin", SOUTH: "Europe/Bucharest"}
_RIGHT = {"one": 0, "many": [0, 2], "how-many": "6,5"}


def make_zoned_regions() -> None:
    """North and South, whose weeks begin at different moments."""
    load_regions([make_region(name, name, zone=zone) for name, zone in ZONES.items()], NOW)


def count_both(now: datetime) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Count from counters, and from the people themselves."""
    mondays = {name: first_monday(now, zone) for name, zone in ZONES.items()}
    rows = progress_rows.list_counters(list(ZONES), min(mondays.values()), now)
    kept = {
        name: summarise([row for row in rows if row.region == name], OUTLINES, mondays[name]) for name in ZONES
    }
    for tally in kept.values():
        # Nobody of the walk is from elsewhere or fetches a certificate.
        for key in (*list_elsewhere(OUTLINES), CERTIFIED):
            del tally.counts[key]
    return kept, count_all(list(ZONES.items()), OUTLINES, now)


class Walk:
    """People of two regions who do whatever comes to their minds, as time goes on."""

    def __init__(self, seed: int, config: Config) -> None:
        self.chance = Random(seed)
        self.config = config
        self.now = NOW
        self.people: list[int] = []
        self.enrolments: list[int] = []
        self.done: set[str] = set()
        """Names of the acts that came off at least once."""

    def go(self, steps: int) -> None:
        """Do so many acts; what the service refuses is refused."""
        acts: list[Callable[[], object]] = [
            *[self.learn] * 12,
            *[self.answer] * 3,
            *[self.sit_exam] * 4,
            *[self.send_form] * 3,
            *[self.sign_in] * 2,
            *[self.enrol] * 3,
            self.take_list,
            self.invite,
            self.deliver,
            self.assess,
            self.finish,
            self.grant,
            self.end_role,
            self.deactivate,
            self.move,
            self.record_by_hand,
        ]
        for _ in range(steps):
            self.now += timedelta(minutes=self.chance.choice((0, 1, 5, 60, 600, 4000)))
            act = self.chance.choice(acts)
            try:
                act()
                self.done.add(act.__name__)
            except (LmsError, _NobodyThere):
                continue

    def enrol(self) -> None:
        person = self._new_person()
        enrolled = enrol(person, "form", None, self.now)
        self._note(enrolled.person_id, enrolled.enrolment_id)

    def take_list(self) -> None:
        rows = [self._new_person() for _ in range(4)]
        # One of the list is enrolled and holds a role, in either order.
        role = self.chance.choice((Role.COORDINATOR, Role.TRAINER))
        place = self.chance.randrange(5)
        rows.insert(place, NewPerson(rows[2].name, rows[2].email, region=rows[2].region, role=role.value))
        import_people(rows, None, self.now)
        for row in rows:
            person = people.find_person_by_email(row.email)
            identity = find_identity_now(person.id, self.now) if person else None
            if identity and identity.enrolment_id:
                self._note(identity.person_id, identity.enrolment_id)

    def invite(self) -> None:
        invite(self.chance.sample(self.enrolments, min(5, len(self.enrolments))), self.config, self.now)

    def deliver(self) -> None:
        outbox.deliver_due(self.config, self.now)

    def sign_in(self) -> None:
        link = sign_in.make_link(self._somebody().person_id, self.config, self.now)
        sign_in.sign_in_with_token(link.url.rsplit("/", 1)[1], "", self.config, self.now)

    def learn(self) -> None:
        person, course = self._somebody(), self._course()
        lesson = self.chance.choice(course.lessons)
        if self.chance.random() < 0.6:
            for page in lesson.pages[: self.chance.randint(1, 2)]:
                learning.mark_page_read(person, PROGRAMME, course, lesson, page.number, self.now)
        else:
            quizzes.submit_attempt(person, PROGRAMME, course, lesson.quiz, _RIGHT, self.now)

    def answer(self) -> None:
        course = self._course()
        quiz = self.chance.choice(course.lessons).quiz
        quizzes.save_answer(self._somebody(), course, quiz, "one", 1, self.now, self.chance.choice((None, 1)))

    def sit_exam(self) -> None:
        person, course = self._somebody(), self._course()
        for lesson in course.lessons:
            for page in lesson.pages:
                learning.mark_page_read(person, PROGRAMME, course, lesson, page.number, self.now)
            quizzes.submit_attempt(person, PROGRAMME, course, lesson.quiz, {}, self.now)
        state = quizzes.open_attempt(person, course, course.exam, self.now)
        answers = {name: self.chance.choice((0, 0, 1)) for name in state.drawn}
        quizzes.submit_attempt(person, PROGRAMME, course, course.exam, answers, self.now, state.number)

    def finish(self) -> None:
        """Do all that is left, as far as the exams go well."""
        person = self._somebody()
        for course in (BASICS, FURTHER):
            for lesson in course.lessons:
                for page in lesson.pages:
                    learning.mark_page_read(person, PROGRAMME, course, lesson, page.number, self.now)
                quizzes.submit_attempt(person, PROGRAMME, course, lesson.quiz, {}, self.now)
            state = quizzes.open_attempt(person, course, course.exam, self.now)
            right = dict.fromkeys(state.drawn, 0)
            quizzes.submit_attempt(person, PROGRAMME, course, course.exam, right, self.now, state.number)
            surveys.skip_survey(person, PROGRAMME, course.form, course, self.now)
        surveys.send_survey(person, PROGRAMME, SURVEY_AFTER, None, {"a0": 3}, self.now)

    def send_form(self) -> None:
        course = self._course()
        surveys.skip_survey(self._somebody(), PROGRAMME, course.form, course, self.now)

    def assess(self) -> None:
        person = self._somebody()
        surveys.send_survey(person, PROGRAMME, SURVEY_AFTER, None, {"a0": 3}, self.now)

    def grant(self) -> None:
        until = self.chance.choice((None, self.now + timedelta(days=3), self.now - timedelta(days=1)))
        person = self._somebody().person_id
        role, region = self.chance.choice(((Role.TRAINER, ""), (Role.COORDINATOR, NORTH), (Role.PROGRAMME, "")))
        people.grant_role(person, role, region, None, self.now, until)

    def end_role(self) -> None:
        for person in self.people:
            identity = find_identity_now(person, self.now)
            if identity and identity.grants:
                grant = self.chance.choice(identity.grants)
                people.end_role(person, grant.role, grant.region, None, self.now)
                return

    def deactivate(self) -> None:
        if self.chance.random() < 0.5:
            people.deactivate(self._somebody().person_id, None, self.now)

    def move(self) -> None:
        """Let somebody belong to the other region, with all that they did."""
        person = self._somebody()
        other = SOUTH if person.region == NORTH else NORTH
        with transaction() as session, counters.moving(session, self.now, people=[person.person_id]):
            for model, mine in ((Enrolment, "id"), (CourseRecord, "enrolment_id")):
                rows = update(table(model)).where(table(model).c[mine] == person.enrolment_id)
                session.execute(rows.values(region_id=other))

    def record_by_hand(self) -> None:
        """Let somebody have completed the first course elsewhere."""
        person = self._somebody()
        rows = update(table(CourseRecord)).where(table(CourseRecord).c.enrolment_id == person.enrolment_id)
        with transaction() as session, counters.moving(session, self.now, people=[person.person_id]):
            begun = func.coalesce(table(CourseRecord).c.started_at, self.now)
            open_ = rows.where(table(CourseRecord).c.completed_at.is_(None))
            session.execute(open_.values(started_at=begun, completed_at=self.now))

    def _new_person(self) -> NewPerson:
        number = len(self.people) + self.chance.randrange(10**9)
        category = self.chance.choice(("", "media", "academia"))
        region = self.chance.choice((NORTH, NORTH, SOUTH))
        return NewPerson(f"Person {number}", f"p{number}@walk.example", region=region, category=category)

    def _note(self, person: int, enrolment: int) -> None:
        if person not in self.people:
            self.people.append(person)
            self.enrolments.append(enrolment)

    def _somebody(self) -> Identity:
        """Mostly one of the first, so that they come far."""
        if not self.people:
            raise _NobodyThere
        some = self.people[:4] if self.chance.random() < 0.7 else self.people
        identity = find_identity_now(self.chance.choice(some), self.now)
        if identity is None:
            raise _NobodyThere
        return identity

    def _course(self):  # type: ignore[no-untyped-def]
        return self.chance.choice((BASICS, BASICS, FURTHER))


class _NobodyThere(Exception):
    """Nobody is left who could act."""
