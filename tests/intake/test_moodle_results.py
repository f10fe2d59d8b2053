"""Files of a region's Moodle, in every kind and language, and what is none of them."""

from datetime import date

import pytest

from lms.errors import InvalidInput
from lms.intake.moodle_results import FileKind, guess_course, name_of_file, read_results
from lms.intake.moodle_results_fields import Holds, Reading, read_day, read_percent
from lms.intake.moodle_results_words import HEADINGS, STATES, find_state
from lms.intake.table_file import Limits
from lms.language import LANGUAGES
from tests.intake import moodle_files as moodle
from tests.intake.spreadsheets import make_ods, make_xlsx

TODAY = date(2026, 11, 27)
DAY = date(2026, 11, 22)
TITLES = ("Foundations of belonging", "Intercultural competence")
PEOPLE = [
    ("Åsa Öberg", "asa@north.example", "2026-11-22", ""),
    ("Łucja Żak", "Lucja@North.example", "2026-11-20", "2026-11-21"),
    ("Nora Neu", "nora@north.example", "", ""),
]
WRITERS = {
    "csv": moodle.to_csv,
    "excel csv": moodle.to_excel_csv,
    "text": moodle.to_text,
    "xlsx": make_xlsx,
    "ods": make_ods,
}


def read(data: bytes, **meanings: str):  # type: ignore[no-untyped-def]
    return read_results(data, Limits(), TODAY, meanings)


def states(file) -> dict[str, list[tuple[str, str]]]:  # type: ignore[no-untyped-def]
    """What the file says by address: heading and state, score or both."""
    headings = {column.place: column.heading for column in file.columns}
    return {
        line.email: [(headings[item.place], item.state or str(item.percent)) for item in line.readings]
        for line in file.lines
    }


def test_every_language_has_its_words():
    assert set(STATES) == set(HEADINGS) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("writer", WRITERS)
def test_the_report_on_activities_is_read_in_ten_languages(language: str, writer: str):
    file = read(WRITERS[writer](moodle.activities(language, TITLES, PEOPLE)))
    assert (file.kind, [column.heading for column in file.columns]) == (FileKind.ACTIVITIES, list(TITLES))
    assert states(file) == {
        "asa@north.example": [(TITLES[0], "completed")],
        "lucja@north.example": [(TITLES[0], "completed"), (TITLES[1], "completed")],
        "nora@north.example": [],
    }
    assert [line.name for line in file.lines] == ["Åsa Öberg", "Łucja Żak", "Nora Neu"]
    assert file.lines[0].readings[0].on == DAY
    assert (file.problems, dict(file.unknown), file.ignored) == ((), {}, ())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("writer", WRITERS)
def test_the_report_on_a_course_is_read_in_ten_languages(language: str, writer: str):
    file = read(WRITERS[writer](moodle.course(language, TITLES, PEOPLE)))
    assert file.kind is FileKind.COURSE
    assert [column.heading for column in file.columns] == [*TITLES, "Course complete"]
    assert states(file)["lucja@north.example"] == [
        (TITLES[0], "completed"),
        (TITLES[1], "completed"),
        ("Course complete", "completed"),
    ]
    assert states(file)["nora@north.example"] == []
    assert [line.name for line in file.lines] == ["Åsa Öberg", "Łucja Żak", "Nora Neu"]
    assert {item.on for line in file.lines for item in line.readings} == {None}, "days in prose are no facts"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("writer", WRITERS)
def test_the_report_on_a_package_is_read_in_ten_languages(language: str, writer: str):
    people = [
        ("Åsa", "asa@north.example", 1, "40.5"),
        ("Åsa", "asa@north.example", 2, 85),
        ("Nora", "n@n.example", "-", "-"),
    ]
    file = read(WRITERS[writer](moodle.scorm(language, people)))
    assert (file.kind, file.has_scores) == (FileKind.SCORM, True)
    assert [[item.percent for item in line.readings] for line in file.lines] == [[40], [85], []]
    assert [line.line for line in file.lines] == [2, 3, 4]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("writer", ["csv", "xlsx", "ods"])
def test_the_gradebook_is_read_in_ten_languages(language: str, writer: str):
    people = [
        ("Åsa", "Öberg", "asa@north.example", "85.00", "-", "85,00"),
        ("Nora", "Neu", "n@n.example", "-", "-", "-"),
    ]
    file = read(WRITERS[writer](moodle.grades(language, TITLES, people)))
    assert file.kind is FileKind.GRADES
    assert states(file)["asa@north.example"] == [
        (f"SCORM package: {TITLES[0]} (Real)", "85"),
        ("Course total (Real)", "85"),
    ]
    assert file.lines[0].name == "Åsa Öberg"
    assert "Institution" in file.ignored


def test_parts_of_a_package_say_a_score_or_a_state():
    people = [
        ("A", "a@n.example", 1, 90, "90/100", "Completed"),
        ("B", "b@n.example", 1, "-", "", "Not attempted"),
    ]
    file = read(moodle.to_text(moodle.scorm("en", people, ["Lesson &amp; exam", "Form"])))
    assert [column.holds for column in file.columns] == [Holds.SCORE, Holds.SCORE, Holds.STATE]
    assert [(item.percent, item.state) for item in file.lines[0].readings] == [
        (90, ""),
        (90, ""),
        (None, "completed"),
    ]
    assert file.lines[1].readings == (Reading(5, state="started"),), "an attempt without score was begun"


def test_a_package_is_known_by_position_where_the_words_are_unknown():
    rows = moodle.scorm("en", [("A", "a@n.example", 1, 90), ("B", "b@n.example", "-", "-")])
    rows[0] = ["Jméno", "E-mailová adresa", "Pokus", "Začátek", "Poslední", "Skóre"]
    file = read(moodle.to_text(rows))
    assert (file.kind, [[item.percent for item in line.readings] for line in file.lines]) == (
        FileKind.SCORM,
        [[90], []],
    )


def test_words_of_another_language_are_told_and_can_be_explained():
    rows = moodle.activities("en", TITLES[:1], PEOPLE)
    for row in rows[1:]:
        row[2] = {"Completed": "Splněno", "Not completed": "Nesplněno"}[str(row[2])]
    file = read(moodle.to_csv(rows))
    assert (dict(file.unknown), states(file)["asa@north.example"]) == ({"Splněno": 2, "Nesplněno": 1}, [])
    told = read(moodle.to_csv(rows), splneno="completed", nesplneno="nothing")
    assert (dict(told.unknown), states(told)["asa@north.example"]) == ({}, [(TITLES[0], "completed")])


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Completed (set by Admin User)", "completed"),
        ("Not completed (set by Admin User)", "nothing"),
        ("Nicht abgeschlossen (gesetzt von Ute)", "nothing"),
        ("Abgeschlossen (Bestehensgrenze nicht erreicht)", "failed"),
        ("Completato: (impostato da Ada)", "completed"),
        ("Osatuta (Ane-k ezarrita)", "completed"),
        ("Completed (in a way we do not know)", None),
        ("Completed by nobody", None),
    ],
)
def test_states_are_understood_or_left_alone(text: str, meaning: str | None):
    assert find_state(text) == meaning


def test_no_word_means_two_things():
    seen: dict[str, str] = {}
    for row in STATES.values():
        for meaning, words in row.items():
            for word in words:
                assert seen.setdefault(word.casefold(), meaning) == meaning, word


def test_a_line_without_an_address_is_told_with_its_place():
    rows = moodle.activities(
        "en", TITLES[:1], [*PEOPLE, ("Ohne", "", "2026-11-22"), ("Schief", "schief@", "2026-11-22")]
    )
    file = read(moodle.to_csv([row[:4] for row in rows]))
    assert [(problem.line, problem.column, problem.value) for problem in file.problems] == [
        (5, "Email address", ""),
        (6, "Email address", "schief@"),
    ]
    assert len(file.lines) == 3


def test_a_score_that_is_none_is_told():
    file = read(
        moodle.to_csv(
            moodle.grades(
                "en", TITLES[:1], [("A", "B", "a@n.example", "90", "-"), ("C", "D", "c@n.example", "1234", "-")]
            )
        )
    )
    assert [(problem.line, problem.value) for problem in file.problems] == [(3, "1234")]
    assert len(file.lines) == 2


def test_a_day_to_come_is_no_fact():
    file = read(moodle.to_csv(moodle.activities("en", TITLES[:1], [("A", "a@n.example", "2031-01-01")])))
    assert [(item.state, item.on) for item in file.lines[0].readings] == [("completed", None)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"", "empty"),
        (moodle.to_csv([["Name", "Town"], ["Ann", "Cork"]]), "mail addresses"),
        (moodle.to_csv([["Name", "Email address"], ["Ann", "ann@n.example"]]), "none of the files"),
        (
            moodle.to_csv([["Name", "Email address", "Town"], ["Ann", "ann@n.example", "Cork"]]),
            "none of the files",
        ),
        (
            moodle.to_csv([["Name", "Email address", "Attempt"], ["Ann", "ann@n.example", "1"]]),
            "after the attempt",
        ),
        (make_xlsx([["Element", "Value"], ["cmi.core.lesson_status", "passed"]]), "mail addresses"),
    ],
)
def test_a_wrong_file_gets_a_sentence(data: bytes, said: str):
    with pytest.raises(InvalidInput, match=said):
        read(data)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("85", 85),
        ("85.50", 85),
        ("84,99 %", 84),
        ("17/20", 85),
        ("29/29", 100),
        ("0", 0),
        ("-", None),
        ("", None),
        ("101", None),
        ("3/0", None),
        ("A+", None),
        ("1/2/3", None),
        ("7/10", 70),
        ("57/100", 57),
    ],
)
def test_scores_are_read_and_rounded_down(text: str, percent: int | None):
    assert read_percent(text) == percent


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22 02:44:34", DAY),
        ("2026-11-22", DAY),
        ("22/11/26, 02:44", None),
        ("Sunday, 22 November 2026", None),
        ("2026-13-01", None),
        ("22.11.2026", None),
    ],
)
def test_only_days_that_mean_the_same_everywhere_are_read(text: str, day: date | None):
    assert read_day(text) == day


def test_a_signed_list_may_write_the_day_first():
    assert [read_day(text, european=True) for text in ("22.11.2026", "22/11/2026", "22. 11. 2026.")] == [DAY] * 3


def test_a_heading_is_guessed_by_the_longest_title_in_it():
    names = {"foundations": ("Foundations", "Module 1", "Podstawy"), "more": ("Foundations of more", "Module 2")}
    assert guess_course("SCORM package: PODSTAWY (Real)", names) == "foundations"
    assert guess_course("Foundations of more!", names) == "more"
    assert guess_course("EU-Belong module 2", names) == "more"
    assert guess_course("News forum", names) == ""


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("EUB Foundations-20261122_0234-tab_separated.txt", "EUB Foundations"),
        ("progress-eub (3).csv", "progress-eub"),
        ("EUB Grades-20261122_0234-comma_separated.csv", "EUB Grades"),
        ("C:\\files\\liste.xlsx", "liste"),
        (".csv", ".csv"),
    ],
)
def test_a_download_is_known_by_its_name_without_time_and_number(name: str, kept: str):
    assert name_of_file(name).endswith(kept)
