"""The same list, as offices in three countries save it from their spreadsheets, is the same list."""

import csv
import io

import pytest

from lms.intake.people_file import PeopleFile, read_people
from tests.intake.spreadsheets import make_ods, make_xlsx
from tests.people import make_region

REGION = make_region("north", "North", aliases=("Północ", "Norden", "Norte"))
SETUPS = {
    "German": (
        "cp1252",
        ("Vorname", "Nachname", "E-Mail-Adresse", "Kategorie", "Behörde", "Sprache", "Betrag", "Seit"),
    ),
    "Polish": ("cp1250", ("Imię", "Nazwisko", "Adres e-mail", "Rodzaj", "Urząd", "Język", "Kwota", "Od")),
    "Spanish": (
        "cp1252",
        ("Nombre", "Apellidos", "Correo electrónico", "Categoría", "Organismo", "Idioma", "Importe", "D."),
    ),
}
"""Country -> the code page of its Windows, and the headings that people type."""
WORDS = {
    "German": {"media": "Medien", "civil_servant": "Verwaltung", "de": "Deutsch", "": ""},
    "Polish": {"media": "media", "civil_servant": "urzędnik", "de": "niemiecki", "": ""},
    "Spanish": {"media": "medios", "civil_servant": "funcionario", "de": "alemán", "": ""},
}
COMMON = [("Jörg", "Weiß"), ("José", "Óbidos"), ("Zoé", "Müller-Brück"), ("Ann", "O'Neill; jun.")]
OWN = {
    "German": [("Bärbel", "Großmann"), ("Jürgen", "Öxl")],
    "Polish": [("Łucja", "Wąs-Żółć"), ("Paweł", "Kamiński")],
    "Spanish": [("Íñigo", "Peña"), ("Mª Àngels", "Muñoz")],
}
WAYS = ("csv", "csv utf-8", "unicode text", "xlsx", "ods")


def people(names):  # type: ignore[no-untyped-def]
    kinds, languages = ("media", "civil_servant", ""), ("de", "", "")
    for number, (first, last) in enumerate(names):
        yield first, last, f"p{number}@north.example", kinds[number % 3], f"Amt {number}", languages[number % 3]


def write(setup: str, way: str, names) -> bytes:  # type: ignore[no-untyped-def]
    """Write a list as Excel in a country does: amounts with a comma, days as people there write them."""
    page, headings = SETUPS[setup]
    say = WORDS[setup]
    rows: list[list[object]] = [list(headings)]
    for first, last, email, kind, office, language in people(names):
        # What people's fingers do: capitals, blanks, and the blank that does not break.
        rows.append(
            [f" {first}", f"{last}\u00a0", f"{email.upper()} ", say[kind], office, say[language], 1234.5, ""]
        )
    if way == "xlsx":
        return make_xlsx(rows)
    if way == "ods":
        return make_ods(rows)
    separator = "\t" if way == "unicode text" else ";"
    encoding = {"csv": page, "csv utf-8": "utf-8-sig", "unicode text": "utf-16"}[way]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([str(cell).replace(".5", ",5") for cell in row] for row in rows)
    return out.getvalue().encode(encoding, errors="replace")


def read(data: bytes) -> PeopleFile:
    return read_people(data, [REGION], "north", roles=("trainee",))


def test_one_list_from_three_countries_and_five_kinds_of_files_is_one_list():
    files = [read(write(setup, way, COMMON)) for setup in SETUPS for way in WAYS]
    assert len(files) == 15
    assert all(file.problems == () for file in files)
    assert {file.rows for file in files} == {files[0].rows}
    assert [(row.name, row.email, row.category, row.language) for row in files[0].rows] == [
        ("Jörg Weiß", "p0@north.example", "media", "de"),
        ("José Óbidos", "p1@north.example", "civil_servant", ""),
        ("Zoé Müller-Brück", "p2@north.example", "", ""),
        ("Ann O'Neill; jun.", "p3@north.example", "media", "de"),
    ]


@pytest.mark.parametrize("setup", SETUPS)
def test_the_letters_of_a_country_survive_each_of_its_files(setup):
    names = OWN[setup]
    files = [read(write(setup, way, names)) for way in WAYS]
    assert {file.rows for file in files} == {files[0].rows}
    assert [row.name for row in files[0].rows] == [f"{first} {last}" for first, last in names]


@pytest.mark.parametrize("setup", SETUPS)
def test_columns_that_nobody_asked_for_are_named_in_the_words_of_the_file(setup):
    assert read(write(setup, "xlsx", COMMON)).ignored == SETUPS[setup][1][-2:]
