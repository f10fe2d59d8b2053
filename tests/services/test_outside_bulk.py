"""A file taken over at once leaves what taking its people over one by one leaves; so does taking it back."""

from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest

from lms.db import db
from lms.models import CourseRecord, Enrolment, OutsideFold, OutsidePerson, OutsideResult, Person
from lms.rules.gathering import Result, Told
from lms.rules.sources import Source, State
from lms.services import outside, surveys
from lms.services.counters_rebuilding import repair
from lms.services.outside_keys import find_key
from tests.database import Database
from tests.people import NORTH, NOW, make_regions, make_trainee
from tests.services.outside_world import batch, tell
from tests.services.test_learning import finish_course, read_page
from tests.small_courses import BASICS, FURTHER, PROGRAMME, SURVEY_AFTER

PEOPLE = 12
TWINS = ("one", "all")
"""Two crowds that did the same: one is taken over person by person, the other one at once."""


def make_people(seed: int) -> None:
    """The first half is enrolled; each of them did something here, or nothing."""
    random = Random(seed)
    for number in range(PEOPLE // 2):
        done, day = random.randrange(6), NOW + timedelta(days=random.randrange(9))
        for twin in TWINS:
            person = make_trainee(f"{twin} {number}", f"{twin}{number}@north.example", NORTH)
            if done:
                read_page(person, BASICS.lessons[0], 1, day)
            if done > 1:
                finish_course(person, BASICS, day)
            if done > 2:
                finish_course(person, FURTHER, day + timedelta(days=1))
            if done > 3:
                surveys.send_survey(person, PROGRAMME, SURVEY_AFTER, None, {"a1": 3}, day + timedelta(days=2))


def make_file(seed: int) -> dict[str, list[Told]]:
    """What a file says of either crowd; somebody has no address, and is perhaps joined to an enrolled person."""
    random = Random(seed)
    people: dict[str, list[Told]] = {twin: [] for twin in TWINS}
    for number in range(PEOPLE):
        results = {
            course: Result(random.choice(list(State)), random.choice([None, day(random)]))
            for course in random.sample(["basics", "further"], random.randrange(3))
        }
        named, joined = random.random() < 0.8, random.random() < 0.5
        for twin in TWINS:
            address = f"{twin}{number}@north.example"
            join = address if joined and not named and number < PEOPLE // 2 else ""
            told = Told((number,), f"{twin} {number}", address if named else "", "", results, join)
            people[twin].append(told)
    return people


def day(random: Random) -> date:
    return NOW.date() + timedelta(days=random.randrange(-20, 20))


def look(twin: str, config: Any) -> dict[str, Any]:
    """All that stands of one crowd, without the numbers of rows and imports."""
    db.session.rollback()
    db.session.expire_all()
    names = {
        find_key(config.secret_key, NORTH, Told((), name, email, "", {})): f"{number} {bool(email)}"
        for number in range(PEOPLE)
        for name, email in ((f"{twin} {number}", f"{twin}{number}@north.example"), (f"{twin} {number}", ""))
    }
    numbers = {
        enrolment: name.split()[1]
        for enrolment, name in db.session.query(Enrolment.id, Person.name).join(
            Person, Person.id == Enrolment.person_id
        )
        if name.startswith(twin)
    }
    mine = [row for row in db.session.query(OutsidePerson) if row.person_key in names]
    keys = {row.id: names[row.person_key] for row in mine}

    def dates(row: Any) -> tuple[Any, ...]:
        return row.started_at, row.completed_at

    return {
        "people": {
            keys[row.id]: (numbers.get(row.enrolment_id), bool(row.joined_in), *dates(row)) for row in mine
        },
        "results": sorted(
            (keys[row.outside_person_id], row.course_id, row.source, row.origin, row.state, str(row.happened_on))
            for row in db.session.query(OutsideResult)
            if row.outside_person_id in keys
        ),
        "enrolments": {numbers[row.id]: dates(row) for row in db.session.query(Enrolment) if row.id in numbers},
        **{
            model.__tablename__: {
                (numbers[row.enrolment_id], row.course_id): (*dates(row), row.completed_by)
                for row in db.session.query(model)
                if row.enrolment_id in numbers
            }
            for model in (CourseRecord, OutsideFold)
        },
    }


@pytest.mark.parametrize("seed", range(6))
def test_all_at_once_is_one_by_one(database: Database, seed: int) -> None:
    make_regions()
    make_people(seed)

    strangers = count()

    def take(people: list[Told], source: Source, name: str, later: int) -> int | None:
        file, now = batch(source, name), NOW + timedelta(days=later)
        # A file in which nothing is new would not be taken over.
        new = tell(f"stranger{next(strangers)}", "basics")
        return outside.take_over(file, [*people, new], PROGRAMME, database.config, None, now)

    imports: list[dict[str, list[int | None]]] = []
    for place, source in enumerate((Source.MOODLE, Source.PAPER, Source.MOODLE)):
        people = make_file(10 * seed + place)
        name = f"course {place % 2}"
        imports.append(
            {
                "one": [take([told], source, name, place) for told in people["one"]],
                "all": [take(people["all"], source, name, place)],
            }
        )
        assert look("one", database.config) == look("all", database.config)
        assert repair(NOW) == ()
    # The ones taken over last are not always the ones taken back first.
    for taken in Random(seed).sample(imports, len(imports)):
        for import_id in filter(None, [*taken["one"], *taken["all"]]):
            outside.take_back(NORTH, import_id, PROGRAMME, None, NOW + timedelta(days=9))
        assert look("one", database.config) == look("all", database.config)
        assert repair(NOW) == ()
    assert look("all", database.config)["results"] == []
    assert db.session.query(OutsideFold).count() == 0
