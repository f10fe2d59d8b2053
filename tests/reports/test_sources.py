"""Where people learned: each person once over this service, Moodle sites and paper, and how they overlap."""

import csv
import io
from datetime import date

import pytest

from lms.db import db
from lms.export import tables
from lms.intake.moodle_results import read_results
from lms.intake.paper_list import read_paper
from lms.intake.table_file import Limits
from lms.language import words
from lms.models import Person
from lms.reports.comparison import compare
from lms.reports.progress import count_programme, count_region
from lms.reports.progress_report import lay_out_programme
from lms.reports.region_report import make_region_report
from lms.reports.sources import PEOPLE, count_all_sources, count_sources, lay_out_sources
from lms.rules.figures import HIDDEN
from lms.rules.gathering import Choices, gather, source_of
from lms.rules.permissions import Role
from lms.rules.sources import Source
from lms.rules.suppression import Sum, find_hidden
from lms.services import outside
from lms.services.outside_plan import Batch
from lms.services.people import grant_role
from tests.intake import moodle_files as moodle
from tests.people import NOW, make_course_record, make_enrolment, make_regions
from tests.services.outside_world import dump
from tests.small_courses import BASICS, FURTHER, PROGRAMME

SITE, MOODLE, PAPER, RECORDED = Source
COURSES = (BASICS, FURTHER)
NAMES = {"basics": (BASICS.title,), "further": (FURTHER.title,)}
TODAY = date(2026, 3, 2)


def name(number: int) -> str:
    return f"{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}son"


def address(number: int, region: str = "north") -> str:
    return f"{name(number)}@{region}.example"


def hand_in(database, file, choices: Choices, origin: str, region: str = "north") -> int | None:
    people = gather(file, choices)
    batch = Batch(region, source_of(file.kind), origin, "file.csv", "d" * 64)
    return outside.take_over(batch, people, PROGRAMME, database.config, None, NOW)


def here(numbers, region: str = "north", **changes) -> None:
    for number in numbers:
        enrolled = make_enrolment(name(number), address(number, region), region)
        values = {"started_at": NOW, "completed_at": NOW, **changes}
        make_course_record(enrolled.enrolment_id, region, "basics", **values)


@pytest.fixture
def known_world(database):
    """Own data, three Moodle sites with different reports, and a signed list, with a known overlap.

    Module 1: people 0-39 here; 30-59 in the first Moodle, 50-69 in the second, 60-79 by score in the third (60
    and 61 below the mark); 35-64 on paper. Nobody else.
    """
    make_regions()
    here(range(40))
    people = [(name(n).title(), address(n).upper(), "2026-02-20") for n in range(30, 60)]
    first = read_results(moodle.to_csv(moodle.activities("de", ["Grundlagen"], people)), Limits(), TODAY)
    hand_in(database, first, Choices({2: "basics"}), "first")
    people = [(name(n).title(), address(n), "2026-02-21") for n in range(50, 70)]
    second = read_results(moodle.to_csv(moodle.course("pl", ["Podstawy"], people)), Limits(), TODAY)
    hand_in(database, second, Choices({3: "basics"}), "second")
    people = [(name(n).title(), address(n), 1, 69 if n < 62 else 70) for n in range(60, 80)]
    third = read_results(moodle.to_text(moodle.scorm("es", people)), Limits(), TODAY)
    hand_in(database, third, Choices({5: "basics"}, {"basics": 70}), "third")
    rows = [
        ["Name", "Email", "Module", "Date"],
        *([name(n).title(), address(n), "1", "2026-02-22"] for n in range(35, 65)),
    ]
    hand_in(database, read_paper(moodle.to_csv(rows), Limits(), NAMES, TODAY), Choices(), "list")
    return database


def test_each_person_counts_once_and_the_overlap_is_exact(known_world):
    counted = count_sources("north", COURSES, 1, NOW)
    sets = {SITE: set(range(40)), MOODLE: set(range(30, 80)), PAPER: set(range(35, 65))}
    expected: dict = {}
    for person in range(80):
        mix = frozenset(source for source, members in sets.items() if person in members)
        expected[mix] = expected.get(mix, 0) + 1
    assert (
        {mix: counted.counts["basics", mix] for mix in expected}
        == expected
        == {
            frozenset({SITE}): 30,
            frozenset({SITE, MOODLE}): 5,
            frozenset({SITE, MOODLE, PAPER}): 5,
            frozenset({MOODLE, PAPER}): 25,
            frozenset({MOODLE}): 15,
        }
    )
    assert [counted.cell("basics", key) for key in (PEOPLE, *Source)] == [80, 40, 50, 30, 0]
    assert sum(expected.values()) == 80
    assert counted.cell("any", PEOPLE) == 80


def test_no_address_and_no_name_of_a_file_is_stored(known_world):
    stored = repr(dump()).lower()
    enrolled = {person.email for person in db.session.query(Person)}
    for number in range(80):
        assert (address(number) in stored) == (address(number) in enrolled) == (number < 40), number
        assert (name(number) in stored) == (number < 40), number


def test_the_report_shows_both_tables_and_they_add_up(known_world):
    said = words("en")
    report = lay_out_sources(count_sources("north", COURSES, 5, NOW), COURSES, said)
    overlaps = report.table("overlaps")
    assert report.title == "Where people learned: North"
    assert report.table("by-source").cell("basics", "moodle") == 50
    assert [row.label for row in overlaps.rows] == [
        "Only: This service",
        "Only: Learning platform of the region",
        "This service + Learning platform of the region",
        "Learning platform of the region + Signed list",
        "This service + Learning platform of the region + Signed list",
        "People, each once",
    ]
    lines = list(csv.reader(io.StringIO(tables.to_csv(report.title, report.tables, said, "").decode("utf-8-sig"))))
    assert any("Signed list" in cell for line in lines for cell in line)


def test_small_groups_are_hidden_and_cannot_be_computed(known_world):
    here(range(100, 103), completed_by="recorded")
    counted = count_sources("north", COURSES, 5, NOW)
    assert counted.counts["basics", RECORDED] == 3
    assert counted.cell("basics", RECORDED) is HIDDEN
    assert counted.cell("basics", frozenset({RECORDED})) is HIDDEN
    shown = [
        counted.cell("basics", key)
        for key in (
            PEOPLE,
            *(key for course, key in counted.counts if course == "basics" and isinstance(key, frozenset)),
        )
    ]
    assert shown.count(HIDDEN) >= 2, "one hidden part would follow from the others"


def test_what_the_page_of_progress_hides_is_hidden_here(database):
    make_regions()
    here(range(20))
    here(range(20, 22), completed_at=None, reached=1, best_score=50)
    counted = count_sources("north", COURSES, 5, NOW)
    shown = count_region("north", COURSES, 5, NOW).shown
    assert (shown["basics", "completed"] is None) == (counted.cell("basics", PEOPLE) is HIDDEN)


def test_staff_and_closed_accounts_are_not_counted(database):
    make_regions()
    here(range(12))
    person = db.session.query(Person).filter_by(email=address(0)).one().id
    grant_role(person, Role.TRAINER, "", None, NOW)
    assert count_sources("north", COURSES, 1, NOW).cell("basics", PEOPLE) == 11


def test_a_region_that_hides_a_number_does_not_see_it_told_by_the_sum(database):
    make_regions()
    here(range(30))
    here(range(40, 43), "south")
    assert count_sources("south", COURSES, 5, NOW).cell("basics", PEOPLE) is HIDDEN
    whole = count_all_sources(COURSES, 5, NOW)
    assert whole.counts["basics", PEOPLE] == 33
    assert whole.cell("basics", PEOPLE) is HIDDEN


def test_all_regions_together_count_everybody(known_world):
    here(range(200, 230), "south")
    whole = count_all_sources(COURSES, 5, NOW)
    report = lay_out_sources(whole, COURSES, words("en"))
    assert report.table("by-source").cell("basics", PEOPLE) == 110
    assert report.title == "Where people learned"


def test_a_count_that_is_hidden_elsewhere_takes_a_second_one_along():
    hidden = find_hidden({"all": 50, "a": 20, "b": 30}, [Sum("all", ("a", "b"))], 5, {"all"})
    assert hidden == {"all", "a"}


def test_people_are_counted_the_same_when_a_file_is_taken_back(known_world):
    before = count_sources("north", COURSES, 1, NOW).counts
    people = [(name(n), address(n), "2026-02-20") for n in range(70, 110)]
    file = read_results(moodle.to_csv(moodle.activities("en", ["A"], people)), Limits(), TODAY)
    import_id = hand_in(known_world, file, Choices({2: "basics"}), "fourth")
    assert count_sources("north", COURSES, 1, NOW).cell("basics", PEOPLE) == 110
    outside.take_back("north", import_id, PROGRAMME, None, NOW)
    assert count_sources("north", COURSES, 1, NOW).counts == before


def test_the_region_page_counts_here_and_elsewhere_and_each_person_once(known_world):
    said = words("en")
    for below in (1, 5):
        whole = make_region_report("north", COURSES, below, NOW, said).table("whole")
        row = [whole.cell("basics-completed", name) for name in ("here", "elsewhere", "people", "share")]
        assert row == [40, 40, 80, round(80 / 150, 4)]
    counted = count_sources("north", COURSES, 5, NOW)
    assert counted.cell("basics", PEOPLE) == whole.cell("basics-completed", "people")


def test_a_few_people_from_elsewhere_hide_the_sum_too(database):
    make_regions()
    here(range(30))
    people = [(name(n), address(n), "2026-02-20") for n in range(40, 43)]
    file = read_results(moodle.to_csv(moodle.activities("en", ["A"], people)), Limits(), TODAY)
    hand_in(database, file, Choices({2: "basics"}), "first")
    whole = make_region_report("north", COURSES, 5, NOW, words("en")).table("whole")
    row = [whole.cell("basics-completed", name) for name in ("here", "elsewhere", "people", "share")]
    assert row == [30, HIDDEN, HIDDEN, HIDDEN]


def test_the_programme_adds_both_up_and_the_comparison_leaves_them_out(known_world):
    report = lay_out_programme(count_programme(COURSES, 1, NOW), COURSES, words("en"))
    assert report.table("whole").cell("basics-completed", "people") == 80
    regions = report.table("regions")
    assert regions.cell("total", "together") == sum(
        regions.cell("total", name) for name in ("completed", "elsewhere")
    )
    assert "From elsewhere" not in [one.label for one in compare(report, "north", 1)]


def test_the_page_of_progress_counts_the_same_people(known_world):
    shown = count_region("north", COURSES, 5, NOW).shown
    whole = count_sources("north", COURSES, 5, NOW).cell("basics", PEOPLE)
    assert (shown["basics", "completed"], shown["elsewhere", "basics"], whole) == (40, 40, 80)


def test_a_few_people_from_elsewhere_do_not_follow_from_the_page_of_progress(database):
    make_regions()
    here(range(30))
    people = [(name(n), address(n), "2026-02-20") for n in range(40, 42)]
    file = read_results(moodle.to_csv(moodle.activities("en", ["A"], people)), Limits(), TODAY)
    hand_in(database, file, Choices({2: "basics"}), "first")
    assert count_region("north", COURSES, 5, NOW).shown["basics", "completed"] == 30
    assert count_sources("north", COURSES, 5, NOW).cell("basics", PEOPLE) is HIDDEN
