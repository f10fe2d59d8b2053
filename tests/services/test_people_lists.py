"""A list of people from the file to the enrolments: the good lines go in, the others wait, nobody is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.db import db
from lms.errors import NotFound
from lms.intake.people_fields import NewPerson
from lms.intake.table_file import Limits
from lms.models import AuditLine, Enrolment, ImportBatch, Person, Upload
from lms.services import people_lists, uploads
from lms.services.enrolment import foresee, import_people
from lms.services.people import create_person, find_person_by_email
from lms.services.people_lists import PURPOSE
from lms.services.regions import list_regions
from tests.people import NOW, Cast, make_cast

FAULTS = [
    ("No Mail;;media;en;", "E-mail", "", "The mail address is missing.", ""),
    (
        "Bad At;bad(at)x.example;media;en;",
        "E-mail",
        "bad(at)x.example",
        "This is not a mail address.",
        "bad@x.example",
    ),
    (";no.name@x.example;media;en;", "Name", "", "Please give a name.", "No Name"),
    ("A;a1@x.example;medja;en;", "Kind of stakeholder", "medja", "There is no such kind of stakeholder.", "media"),
    ("A;a2@x.example;media;fr;", "Language", "fr", "This is not one of the languages of the service.", ""),
    ("A;a3@x.example;media;en;Nroth", "Region", "Nroth", "There is no such region.", "North"),
    ("A;a4@x.example;media;en;South", "Region", "South", "The line names another region: South.", ""),
    ("A;P0@North.example;media;en;", "E-mail", "P0@North.example", "The same address stands in line 2.", ""),
    ("A;a5@x;media;en;", "E-mail", "a5@x", "This is not a mail address.", ""),
    ("A;a6@x.example;media;en;North;torn;cell", "", "torn cell", "There are more cells than headings.", ""),
    (f"{'x' * 201};a7@x.example;media;en;", "Name", "x" * 80, "A name may have 200 characters at most.", ""),
    ("A;a8@x,example;media;en;", "E-mail", "a8@x,example", "This is not a mail address.", "a8@x.example"),
]
"""Line, and what has to be said of it: column, value, reason, what was probably meant."""
GOOD = [f"Person {number};p{number}@north.example;media;en;" for number in range(138)]
LINES = ["Name;E-mail;Kind of stakeholder;Language;Region", *GOOD[:60], *(line for line, *_ in FAULTS), *GOOD[60:]]


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def hand_in(cast: Cast, text: str, now=NOW) -> uploads.UploadRow:
    name = uploads.keep(cast.chen.person_id, "north", PURPOSE, "people.csv", text.encode(), now)
    return again(cast, name, now)


def again(cast: Cast, name: str, now=NOW) -> uploads.UploadRow:
    return uploads.get(name, cast.chen.person_id, "north", PURPOSE, now)


def show(upload: uploads.UploadRow):
    return people_lists.preview(upload, people_lists.open_sheet(upload, Limits()), list_regions(), "en")


def test_twelve_planted_faults_are_told_and_the_138_others_go_in(cast):
    upload = hand_in(cast, "\n".join(LINES))
    shown = show(upload)
    said = {}
    for problem in shown.file.problems:
        said.setdefault(
            problem.line, (problem.column, problem.value, problem.reason % problem.values, problem.near)
        )
    assert list(said) == list(range(62, 74))
    for told, (_, column, value, reason, near) in zip(said.values(), FAULTS, strict=True):
        assert (told[0], told[1], told[3]) == (column, value, near)
        assert told[2].startswith(reason)
    assert (shown.foreseen.new, len(shown.file.bad_lines)) == (138, 12)
    assert count(Enrolment) == 2
    done = people_lists.take_over(upload, shown, cast.chen.person_id, NOW)
    assert len(done.created) == 138
    assert count(Enrolment) == 140
    rest = show(again(cast, upload.id))
    # Line 69 named somebody twice, who is enrolled by now: nothing is wrong with it any more.
    assert rest.file.bad_lines == shown.file.bad_lines - {69}
    assert (rest.foreseen.new, rest.foreseen.unchanged) == (0, 1)


def test_the_same_list_again_changes_nothing(cast):
    text = "\n".join([LINES[0], *GOOD])
    for created in (138, 0):
        upload = hand_in(cast, text)
        shown = show(upload)
        done = people_lists.take_over(upload, shown, cast.chen.person_id, NOW)
        assert (len(done.created), done.unchanged, shown.foreseen.unchanged) == (
            created,
            138 - created,
            138 - created,
        )
        assert count(Upload) == 0
    assert count(Enrolment) == 140
    numbers = db.session.scalars(select(ImportBatch.numbers).order_by(ImportBatch.id)).all()
    assert [(row["created"], row["unchanged"]) for row in numbers] == [(138, 0), (0, 138)]


def test_whoever_is_there_keeps_name_and_language_and_is_searched_by_it(cast):
    create_person("Ann Known", "ann@north.example", "en", NOW)
    rows = [
        NewPerson("Other Name", "ann@north.example", "north", "media", "Unit", "en", line=2),
        NewPerson("Amina Again", "amina@north.example", "north", "media", "", "en", line=3),
        NewPerson("Dita", "dita@south.example", "north", line=4),
    ]
    seen = foresee(rows)
    assert (seen.new, seen.unchanged, [row.line for row in seen.elsewhere]) == (1, 1, [4])
    done = import_people(rows, None, NOW)
    assert (len(done.created), done.unchanged, done.elsewhere) == (1, 1, (rows[2],))
    found = db.session.scalars(select(Enrolment).where(Enrolment.id == done.created[0])).one()
    assert found.search == "ann known\nann@north.example\nunit"
    assert find_person_by_email("ann@north.example").name == "Ann Known"
    assert find_person_by_email("amina@north.example").name == "Amina Trainee"


def test_a_person_twice_in_what_a_program_hands_over_is_enrolled_once(cast):
    rows = [NewPerson("A", "a@north.example", "north"), NewPerson("A", " A@north.example", "north")]
    done = import_people(rows, None, NOW)
    assert (len(done.created), done.unchanged, len(done.enrolled)) == (1, 1, 1)


def test_ten_thousand_people_take_as_many_statements_as_one(database, cast):
    def statements(rows) -> int:
        with database.statements() as sent:
            import_people(rows, None, NOW)
        return len(sent)

    one = statements([NewPerson("Z", "z@north.example", "north")])
    many = [NewPerson(f"P {n}", f"p{n}@north.example", "north") for n in range(10_000)]
    assert statements(many) == one
    assert count(Person) == 6 + 1 + 10_000


def test_columns_chosen_by_hand_are_remembered_for_the_region_alone(cast):
    text = "Who;Where;Since\nAnn;ann@north.example;2024\n"
    upload = hand_in(cast, text)
    sheet = people_lists.open_sheet(upload, Limits())
    assert not sheet.complete
    assert [(column.label, column.meaning) for column in sheet.samples()][1] == ("Where", "email")
    chosen = {"Who": "name", "Where": "email", "Since": ""}
    people_lists.choose_columns(upload, sheet, chosen, NOW)
    other_order = hand_in(cast, "Since;Where;Who\n2024;ann@north.example;Ann\n")
    assert [row.name for row in show(other_order).file.rows] == ["Ann"]
    assert uploads.recall_columns("south", PURPOSE, sheet.signature) == {}
    people_lists.choose_columns(upload, sheet, chosen | {"Since": "organisation"}, NOW)
    assert uploads.recall_columns("north", PURPOSE, sheet.signature)["Since"] == "organisation"


def test_a_file_that_waited_for_a_day_is_gone(cast):
    upload = hand_in(cast, "email\n")
    with pytest.raises(NotFound):
        again(cast, upload.id, NOW + timedelta(days=1))
    assert uploads.forget_old(NOW + timedelta(hours=23)) == 0
    assert uploads.forget_old(NOW + timedelta(days=1)) == 1


def test_taking_over_leaves_one_line_in_the_log_and_no_file(cast):
    upload = hand_in(cast, "\n".join([LINES[0], *GOOD[:3]]))
    people_lists.take_over(upload, show(upload), cast.chen.person_id, NOW)
    lines = db.session.scalars(select(AuditLine).where(AuditLine.action == "people.imported")).all()
    assert [(line.actor_id, line.detail) for line in lines] == [(cast.chen.person_id, "created 3")]
    assert count(Upload) == 0
