"""Signed lists: tables and pasted lines, with and without addresses, modules and days."""

from datetime import date

import pytest

from lms.errors import InvalidInput
from lms.intake.moodle_results_fields import FileKind
from lms.intake.paper_list import from_pasted, read_paper
from lms.intake.table_file import Limits
from tests.intake.moodle_files import to_csv
from tests.intake.spreadsheets import make_ods, make_xlsx

TODAY = date(2026, 11, 27)
DAY = date(2026, 11, 22)
NAMES = {
    "foundations": ("Foundations", "Podstawy"),
    "competence": ("Intercultural competence",),
    "strategy": ("From lens to strategy",),
}
ROWS = [
    ["Name", "Email", "Organisation", "Module", "Date"],
    ["Ann Byrne", "ann@n.example", "County", "1", "22.11.2026"],
    ["Bob Coll", "", "Parish of  St Anne", "Modul 1, 2", "2026-11-22"],
    ["Cleo", "cleo@n.example", "", "all", "22/11/2026"],
]


def read(data: bytes):  # type: ignore[no-untyped-def]
    return read_paper(data, Limits(), NAMES, TODAY)


@pytest.mark.parametrize("writer", [to_csv, make_xlsx, make_ods])
def test_a_signed_list_says_who_did_what_when(writer):
    file = read(writer(ROWS))
    assert (file.kind, file.problems, file.ignored) == (FileKind.PAPER, (), ())
    assert [(line.name, line.email, line.organisation, dict(line.modules)) for line in file.lines] == [
        ("Ann Byrne", "ann@n.example", "County", {"foundations": DAY}),
        ("Bob Coll", "", "Parish of St Anne", {"foundations": DAY, "competence": DAY}),
        ("Cleo", "cleo@n.example", "", dict.fromkeys(NAMES, DAY)),
    ]


@pytest.mark.parametrize(
    ("modules", "day"),
    [
        ("module", "date"),
        ("Mòdul", "Data"),
        ("Módulo", "Fecha"),
        ("Modulua", "Data"),
        ("Moduł", "Data"),
        ("Modulo", "Giorno"),
        ("Modul", "Dată"),
        ("Modul", "Datum"),
        ("Moduler", "Dag"),
        ("Modúl", "Dáta"),
    ],
)
def test_headings_are_known_in_ten_languages(modules: str, day: str):
    file = read(to_csv([["Name", "Email", modules, day], ["Ann", "ann@n.example", "Podstawy", "2026-11-22"]]))
    assert dict(file.lines[0].modules) == {"foundations": DAY}


def test_modules_and_day_may_be_said_for_the_whole_list():
    file = read(to_csv([["Name", "Email"], ["Ann", "ann@n.example"]]))
    assert dict(file.lines[0].modules) == {}


def test_pasted_lines_need_no_headings():
    text = "Ann Byrne; ann@n.example; 1; 22.11.2026\r\n\r\nBob Coll; Parish; 2\n"
    file = read(from_pasted(text))
    assert [(line.line, line.name, line.email, line.organisation) for line in file.lines] == [
        (2, "Ann Byrne", "ann@n.example", ""),
        (3, "Bob Coll", "", "Parish"),
    ]


def test_pasted_lines_may_have_headings():
    file = read(from_pasted("name\temail\tmodule\nAnn\tann@n.example\t3"))
    assert [(line.name, dict(line.modules)) for line in file.lines] == [("Ann", {"strategy": None})]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (["", "", "", "1", "2026-11-22"], "Name", ""),
        (["Ann", "ann@", "", "1", "2026-11-22"], "Email", "ann@"),
        (["Ann", "a@n.example", "", "7", "2026-11-22"], "Module", "7"),
        (["Ann", "a@n.example", "", "1", "yesterday"], "Date", "yesterday"),
        (["Ann", "a@n.example", "", "1", "31.12.2026"], "Date", "31.12.2026"),
        (["A" * 300, "a@n.example", "", "1", "2026-11-22"], "Name", "A" * 80),
    ],
)
def test_what_is_wrong_is_told_with_its_place(row: list[str], column: str, value: str):
    file = read(to_csv([ROWS[0], row, ROWS[1]]))
    assert [(problem.line, problem.column, problem.value) for problem in file.problems] == [(2, column, value)]
    assert [line.name for line in file.lines] == ["Ann Byrne"]


def test_a_list_without_people_gets_a_sentence():
    with pytest.raises(InvalidInput, match="names or mail addresses"):
        read(to_csv([["Town", "Module"], ["Cork", "1"]]))
