"""Lists of people as they really come."""

import codecs
from dataclasses import dataclass

import pytest

from lms.errors import InvalidInput
from lms.export.csv_files import CsvStyle
from lms.export.list_files import list_to_csv
from lms.intake.people_fields import NewPerson
from lms.intake.people_file import Frame, PeopleFile, faulty_rows, read_people
from lms.language import words


@dataclass(frozen=True)
class Region:
    id: str
    name: str
    aliases: tuple[str, ...] = ()


REGIONS = (
    Region("vastra-gotaland", "Västra Götaland"),
    Region("wielkopolska", "Wielkopolska", ("Poznan",)),
    Region("donegal", "Donegal"),
)
HEAD = "name,email,region,category,organisation,language,role\n"


def read(text: str, encoding: str = "utf-8", **more) -> PeopleFile:
    return read_people(text.encode(encoding), REGIONS, **more)


def facts(file: PeopleFile) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.value) for problem in file.problems]


def test_a_row_is_read_with_all_its_columns():
    file = read(HEAD + "Åsa Öberg,Asa@VGR.example,Västra Götaland,civil servant,Unit 1,sv,\n")
    assert file.problems == ()
    assert file.rows == (
        NewPerson(
            "Åsa Öberg", "asa@vgr.example", "vastra-gotaland", "civil_servant", "Unit 1", "sv", "trainee", 2
        ),
    )


def test_two_columns_are_enough_where_the_region_is_known():
    file = read("E-Mail;Name\nann@x.example;Ann\n", default_region="donegal")
    assert [(row.name, row.region) for row in file.rows] == [("Ann", "donegal")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_same_list_reads_the_same_however_it_was_saved(separator, encoding, line_end):
    cells = [["Name", "E-mail", "Region"], ["Åsa Öberg", "asa@vgr.example", "Västra Götaland"]]
    text = line_end.join(separator.join(row) for row in cells) + line_end
    (row,) = read(text, encoding).rows
    assert (row.name, row.email, row.region) == ("Åsa Öberg", "asa@vgr.example", "vastra-gotaland")


@pytest.mark.parametrize(
    "address",
    ["  Ann@X.Example ", "ann @x.example", "\u00a0ann@x.example\u200b", "mailto:ann@x.example", "<ann@x.example>"],
)
def test_blanks_and_capitals_in_addresses_do_not_matter(address):
    assert read(f"name,email\nAnn,{address}\n", default_region="donegal").rows[0].email == "ann@x.example"


@pytest.mark.parametrize(
    ("typed", "region"),
    [("poznan", "wielkopolska"), ("DONEGAL", "donegal"), ("vastra gotaland", "vastra-gotaland")],
)
def test_regions_are_known_by_id_name_and_alias(typed, region):
    assert read(f"name,email,region\nAnn,ann@x.example,{typed}\n").rows[0].region == region


def test_every_planted_fault_is_found_with_line_column_and_value():
    lines = [f"Person {n},p{n}@x.example,Donegal,media,Unit,en,trainee" for n in range(138)]
    faults = [
        ("No Mail,,Donegal,media,,en,", "email", ""),
        ("Bad Mail,bad(at)x.example,Donegal,media,,en,", "email", "bad(at)x.example"),
        (",noname@x.example,Donegal,media,,en,", "name", ""),
        ("Ann,ann@x.example,Donegall,media,,en,", "region", "Donegall"),
        ("Ann,ann2@x.example,,media,,en,", "region", ""),
        ("Ann,ann3@x.example,Donegal,medja,,en,", "category", "medja"),
        ("Ann,ann4@x.example,Donegal,media,,fr,", "language", "fr"),
        ("Ann,ann5@x.example,Donegal,media,,en,administrator", "role", "administrator"),
        ("Ann,P0@X.example,Donegal,media,,en,", "email", "P0@X.example"),
        ("Ann,ann6@x.example,Donegal,media,Unit, north,en,", "", ""),
        (f"{'x' * 201},ann7@x.example,Donegal,media,,en,", "name", "x" * 80),
        ("Ann,ann8@x,Donegal,media,,en,", "email", "ann8@x"),
    ]
    mixed = lines[:50] + [fault for fault, _, _ in faults] + lines[50:]
    file = read(HEAD + "\n".join(mixed) + "\n")
    assert len(file.rows) == 138
    assert len(file.bad_lines) == 12
    first = {}
    for problem in file.problems:
        first.setdefault(problem.line, problem)
    assert [(first[line].column, first[line].value) for line in sorted(first)] == [
        (column, value) for _, column, value in faults
    ]
    assert sorted(first) == list(range(52, 64))


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("Ann,ann(at)x.example,Donegal", "Did you mean ann@x.example?"),
        ("Ann,ann at x.example,Donegal", "Did you mean ann@x.example?"),
        ('Ann,"ann@x,example",Donegal', "Did you mean ann@x.example?"),
        ("Ann,ann@x.example,Donegall", "Did you mean Donegal?"),
        ("Ann,ann,Donegal", ""),
        ("Ann,ann@x.example,Atlantis", ""),
    ],
)
def test_a_slip_gets_a_suggestion(row, hint):
    (problem,) = read(f"name,email,region\n{row}\n").problems
    assert problem.say(words("en"))[1] == hint


def test_a_person_twice_in_a_list_is_told_with_the_first_line():
    file = read("name,email\nAnn,ann@x.example\nAnn,ANN@x.example\n", default_region="donegal")
    assert facts(file) == [(3, "email", "ANN@x.example")]
    assert file.problems[0].say(words("en"))[0] == "The same address stands in line 2."
    assert len(file.rows) == 1


def test_columns_that_we_do_not_take_are_named_and_not_kept():
    file = read("name,email,Birthday,Phone\nAnn,ann@x.example,1.1.1970,123\n", default_region="donegal")
    assert file.ignored == ("Birthday", "Phone")
    assert "1970" not in repr(file.rows)


def test_of_two_columns_with_the_same_meaning_the_first_counts():
    file = read("name,email,mail\nAnn,ann@x.example,other@x.example\n", default_region="donegal")
    assert file.rows[0].email == "ann@x.example"


def test_empty_lines_and_line_breaks_in_cells_keep_the_line_numbers_right():
    text = 'name,email,organisation\n\nAnn,ann@x.example,"Unit\nNorth"\n,,\nBob,wrong,\n'
    file = read(text, default_region="donegal")
    assert (file.rows[0].line, file.rows[0].organisation) == (3, "Unit North")
    assert facts(file) == [(6, "email", "wrong")]


def test_a_short_row_lacks_its_last_cells_only():
    assert read("name,email,organisation\nAnn,ann@x.example\n", default_region="donegal").problems == ()


def test_letters_that_cannot_be_read_are_told():
    data = b"name;email\nJos\xe9 \x81;jose@x.example\n"
    file = read_people(data, REGIONS, "donegal")
    assert facts(file) == [(2, "name", "José \N{REPLACEMENT CHARACTER}")]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"name,phone\nAnn,1\n", "No column holds mail addresses"),
        (b'name,email\n"Ann,ann@x.example\n', "Line 2"),
        (b'name,email\n"' + b"x" * 200_000 + b'",a@x.example\n', "Line 2"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(data, complaint):
    with pytest.raises(InvalidInput, match=complaint):
        read_people(data, REGIONS)


def bad_rows(file: PeopleFile) -> str:
    return list_to_csv(*faulty_rows(file, Frame(()), words("en")), CsvStyle.PLAIN).decode()


def test_bad_rows_come_back_as_a_file_with_a_reason_and_can_be_mended_there():
    text = "name;email;region\nAnn;ann@x.example;Donegal\nBob;bob(at)x.example;Donegall\n"
    back = bad_rows(read(text))
    assert back.splitlines() == [
        "name,email,region,what is wrong",
        (
            "Bob,bob(at)x.example,Donegall,email: This is not a mail address. Did you mean bob@x.example? / "
            "region: There is no such region. Did you mean Donegal?"
        ),
    ]
    half = read(back.replace("(at)", "@", 1))
    assert facts(half) == [(2, "region", "Donegall")]
    assert bad_rows(half).splitlines()[0] == "name,email,region,what is wrong"
    again = read(bad_rows(half).replace("Donegall", "Donegal", 1))
    assert [row.email for row in again.rows] == ["bob@x.example"]
    assert again.ignored == ()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-Ann", "@ann"])
def test_a_cell_that_would_be_a_formula_is_made_harmless_and_comes_back_unchanged(cell):
    back = bad_rows(read(f"name,email,region\n{cell},ann@x.example,nowhere\n"))
    assert back.splitlines()[1].startswith(f"'{cell},")
    assert read(back.replace("nowhere", "Donegal", 1)).rows[0].name == cell


def test_a_list_may_give_only_the_roles_it_is_allowed_to():
    text = "name,email,role\nAnn,ann@x.example,coordinator\n"
    assert read(text, default_region="donegal").rows[0].role == "coordinator"
    assert facts(read(text, default_region="donegal", roles=("trainee",))) == [(2, "role", "coordinator")]


@pytest.mark.parametrize(
    ("typed", "code"), [("German", "de"), ("deutsch", "de"), ("GA", "ga"), ("Gaeilge", "ga"), ("", "")]
)
def test_languages_are_known_by_code_and_name(typed, code):
    text = f"name,email,language\nAnn,ann@x.example,{typed}\n"
    assert read(text, default_region="donegal").rows[0].language == code


def test_hostile_text_is_read_in_one_pass():
    nasty = "(" * 50_000 + "@" * 50_000
    file = read(f'name,email\n"{nasty}","{nasty}"\n', default_region="donegal")
    assert len(file.problems) == 2
    assert all(len(problem.value) <= 80 for problem in file.problems)


def test_a_file_with_a_mark_at_its_beginning_keeps_its_first_heading():
    file = read_people(codecs.BOM_UTF8 + b"email,name\nann@x.example,Ann\n", REGIONS, "donegal")
    assert file.rows[0].email == "ann@x.example"


def test_rows_that_hold_a_running_number_alone_are_nobody():
    file = read(
        "No.,name,email,organisation\n1,Ann,ann@x.example,Council\n2,,,\n3,,,Council\n", default_region="donegal"
    )
    assert [row.name for row in file.rows] == ["Ann"]
    assert facts(file) == [(4, "email", ""), (4, "name", "")]
