"""A list of people is shown before anything is written."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask

from lms.db import db, transaction
from lms.models import Enrolment, ImportBatch, Upload
from lms.rules.permissions import Role
from lms.services.store import table
from lms.web.context import now
from tests.intake.spreadsheets import make_ods, make_xlsx
from tests.people import Cast, make_staff
from tests.web.visitor import Visitor

LIST = (
    "name;email;category;region\r\n"
    "Olga One;olga@list.example;Media;\r\n"
    "Tom Two;tom(at)list.example;;\r\n"
    "Sam South;sam@list.example;;South\r\n"
    "Pia Plus;=pia@list.example;;north\r\n"
)
_PATH = "/regions/north/enrol/list"


def hand_in(visitor: Visitor, data: str | bytes, name: str = "people.csv", region: str = "north"):  # type: ignore[no-untyped-def]
    raw = data.encode() if isinstance(data, str) else data
    form = {"file": (io.BytesIO(raw), name)}
    return visitor.post(f"/regions/{region}/enrol/list", form, content_type="multipart/form-data")


def show(visitor: Visitor, data: str | bytes, region: str = "north") -> str:
    """Hand a list in; give the address of its preview."""
    answer = hand_in(visitor, data, region=region)
    assert answer.status_code == 303, answer.text
    return answer.location


def count_people(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Enrolment).filter_by(source="list").count()


def count_uploads(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Upload).count()


def test_the_preview_lists_what_is_wrong_and_writes_nothing(app: Flask, chen: Visitor) -> None:
    page = chen.get(show(chen, LIST)).text
    assert "2 people can go in." in page
    assert "2 lines need you." in page
    assert "<q>tom(at)list.example</q>" in page
    assert 'value="tom@list.example"' in page
    assert "The line names another region: South." in page
    assert count_people(app) == 0


def test_the_second_press_adds_the_good_lines_and_leaves_the_others(app: Flask, chen: Visitor) -> None:
    path = show(chen, LIST)
    answer = chen.post(f"{path}/add", follow_redirects=True)
    assert "2 people were added. What is left of the list stands below." in answer.text
    assert "0 people can go in. 2 lines need you." in answer.text
    assert "Nothing is written yet." not in answer.text
    assert "Line 3, column email" in answer.text
    assert count_people(app) == 2
    with app.app_context():
        assert b"olga" not in db.session.query(Upload).one().content
        batch = db.session.query(ImportBatch).one()
        assert batch.numbers == {"rows": 4, "created": 2, "unchanged": 0, "elsewhere": 0, "faulty": 2}
        assert {row.region_id for row in db.session.query(Enrolment).filter_by(source="list")} == {"north"}


def test_a_cell_mended_in_the_page_lets_its_line_in(app: Flask, chen: Visitor) -> None:
    path = show(chen, LIST)
    chen.post(f"{path}/add")
    form = {"cell-3-email": "tom@list.example", "cell-4-region": "north", "cell-3-role": "trainer", "x": "y"}
    page = chen.post(path, form, follow_redirects=True).text
    assert "2 people can go in." in page
    answer = chen.post(f"{path}/add")
    assert answer.location.endswith("/people?added=2")
    assert count_people(app) == 4
    assert count_uploads(app) == 0


def test_what_the_mended_cells_came_to_is_told_where_the_focus_goes(chen: Visitor) -> None:
    path = show(chen, LIST)
    assert 'id="told"' not in chen.get(path).text
    page = chen.post(path, {"cell-3-email": "tom@list.example"}, follow_redirects=True).text
    assert re.search(r'<p [^>]*id="told" tabindex="-1">3 people can go in. 1 line needs you.', page)


def test_a_line_without_an_address_is_found_again_by_its_name(chen: Visitor) -> None:
    page = chen.get(show(chen, "first name;last name;email\nPia;Plus;\n;;tom(at)list.example\n")).text
    assert page.count("fault-who") == 2
    assert '<p class="quiet small fault-who">Pia Plus</p>' in page
    assert '<p class="quiet small fault-who">tom(at)list.example</p>' in page  # beside the missing name alone


def test_the_kinds_that_can_be_written_stand_in_the_file_and_on_the_page_in_the_choice(chen: Visitor) -> None:
    path = show(chen, "name;email;kind\nPia Plus;pia@list.example;xyzzy\n")
    assert "Write one of" not in chen.get(path).text
    assert "Write one of: politician, decision maker," in chen.get(f"{path}/lines-to-correct.csv").text


def test_mending_other_lines_does_not_bring_in_somebody_of_another_region(chen: Visitor) -> None:
    path = show(chen, LIST)
    choice = re.search(r'<select id="cell-4-region".*?</select>', chen.get(path).text, re.DOTALL)
    assert choice is not None
    assert '<option value="South" selected>Leave it as it is</option>' in choice.group()
    form = {"cell-3-email": "tom@list.example", "cell-4-region": "South"}
    page = chen.post(path, form, follow_redirects=True).text
    assert "3 people can go in. 1 line needs you." in page
    assert "The line names another region: South." in page


def test_a_name_that_is_too_long_is_not_cut_without_a_word(chen: Visitor) -> None:
    path = show(chen, f"name,email\n{'x' * 201},ann@list.example\nBob,bob(at)list.example\n")
    page = chen.get(path).text
    assert "A name may have 200 characters at most." in page
    assert "cell-2-name" not in page
    assert "cell-3-email" in page


def test_the_same_list_again_adds_nobody_and_a_double_press_is_no_fault(app: Flask, chen: Visitor) -> None:
    text = "name,email\nOlga,olga@list.example\nPaul,paul@list.example\n"
    path = show(chen, text)
    assert chen.post(f"{path}/add").location.endswith("/people?added=2")
    assert "That list does not wait any more" in chen.post(f"{path}/add").text
    page = chen.get(show(chen, text)).text
    assert "0 people can go in." in page
    assert "2 people are enrolled already." in page
    assert "/add" not in page
    assert count_people(app) == 2


def test_a_list_cannot_give_a_role(app: Flask, chen: Visitor) -> None:
    page = chen.get(show(chen, "name,email,role\r\nEve,eve@list.example,coordinator\r\n")).text
    assert "A list cannot give this role." in page
    assert count_people(app) == 0


def test_people_of_another_region_are_named_and_left_there(app: Flask, chen: Visitor) -> None:
    path = show(chen, "name,email\r\nDita Trainee,dita@south.example\r\n")
    page = chen.get(path).text
    assert "1 person is enrolled in another region and stays there" in page
    assert "Line 2: Dita Trainee" in page
    chen.post(f"{path}/add")
    assert count_people(app) == 0


@pytest.mark.parametrize(("make", "kind"), [(make_xlsx, "xlsx"), (make_ods, "ods")])
def test_faulty_lines_come_back_as_a_file_that_can_be_mended_and_handed_in(
    app: Flask, chen: Visitor, make, kind
) -> None:
    rows = [["Name", "E-mail"], ["Olga", "olga@list.example"], ["Tom", "tom(at)list.example"]]
    path = show(chen, make(rows))
    answer = chen.get(f"{path}/lines-to-correct.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lines-to-correct.xlsx"'
    assert "1 line needs you" in chen.get(show(chen, answer.data)).text
    answer = chen.get(f"{path}/lines-to-correct.csv")
    assert "what is wrong" in answer.text
    assert "Olga" not in answer.text
    page = chen.get(show(chen, answer.text.replace("(at)", "@", 1))).text
    assert "1 person can go in." in page
    assert "not taken over" not in page


def test_columns_without_a_known_heading_are_chosen_by_hand_and_remembered(app: Flask, chen: Visitor) -> None:
    text = "Wer;Wohin;Amt\r\nOlga;olga@list.example;Unit 1\r\nTom;tom@list.example;Unit 2\r\n"
    path = show(chen, text)
    assert chen.get(path).location == f"{path}/columns"
    page = chen.get(f"{path}/columns").text
    assert "olga@list.example · tom@list.example" in page
    assert re.search(r'name="column-1".*?<option value="email" selected>', page, re.DOTALL)
    wrong = chen.post(f"{path}/columns", {"column-0": "email", "column-1": "email"})
    assert wrong.status_code == 400
    assert "Two columns cannot both be: Mail address." in wrong.text
    assert chen.post(f"{path}/columns", {"column-0": "name"}).status_code == 400
    chosen = {"column-0": "name", "column-1": "email", "column-2": "organisation"}
    assert "2 people can go in." in chen.post(f"{path}/columns", chosen, follow_redirects=True).text
    chen.post(f"{path}/add")
    with app.app_context():
        assert {row.organisation for row in db.session.query(Enrolment).filter_by(source="list")} == {
            "Unit 1",
            "Unit 2",
        }
    assert "2 people are enrolled already." in chen.get(show(chen, text)).text


def test_what_was_chosen_by_hand_is_remembered_for_the_lines_that_come_back(chen: Visitor) -> None:
    path = show(chen, "Wer;Wohin\r\nOlga;olga@list.example\r\nTom;tom(at)list.example\r\n")
    chen.post(f"{path}/columns", {"column-0": "name", "column-1": "email"})
    home = chen.get(f"{path}/lines-to-correct.csv").text
    answer = hand_in(chen, home.replace("(at)", "@", 1))
    assert "1 person can go in." in chen.get(answer.location).text


def test_a_list_without_headings_asks_what_its_columns_are(chen: Visitor) -> None:
    path = show(chen, "Olga,olga@list.example\r\nTom,tom@list.example\r\n")
    if chen.get(path).status_code == 303:
        chen.post(f"{path}/columns", {"column-0": "name", "column-1": "email"})
    assert "2 people can go in." in chen.get(path).text


def test_pasted_addresses_go_through_the_same_preview(app: Flask, chen: Visitor) -> None:
    text = 'Olga One <olga@list.example>; "Two, Tom" <tom@list.example>;\nnobody; pia.plus@list.example'
    answer = chen.post(_PATH, {"text": text})
    page = chen.get(answer.location).text
    assert "2 people can go in. 2 lines need you." in page
    assert "Line 3, column email" in page
    assert "Line 4, column name" in page
    assert 'value="Pia Plus"' in page
    chen.post(f"{answer.location}/add")
    with app.app_context():
        assert count_people(app) == 2


def test_bare_addresses_get_their_names_from_the_addresses(chen: Visitor) -> None:
    answer = chen.post(_PATH, {"text": "ann.ash@list.example\nbob@list.example"})
    page = chen.get(answer.location).text
    assert "The list has no names" in page
    assert "Ann Ash, ann.ash@list.example" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Please choose a file"),
        (b"%PDF-1.7", "This is a PDF, not a table."),
        (b"PK\x03\x04 rest", "The file is damaged or cut off."),
        (b"name,email\0", "This is not a text file."),
        (b"name,email\n", "The list has headings, but nobody stands below them."),
        (b"name,email\n" + b"A,a@x.example\n" * 20_001, "The file has more than 20,000 rows."),
        (
            b"name,email,region\nA,a@x.example,South\nB,b@x.example,south\n",
            "This is the list of another region: South.",
        ),
    ],
)
def test_files_that_are_no_list_are_told_in_words_and_nothing_is_kept(
    app: Flask, chen: Visitor, data: bytes, sentence: str
) -> None:
    answer = hand_in(chen, data)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert 'id="file-fault"' in answer.text
    assert count_uploads(app) == 0
    assert count_people(app) == 0


def test_a_waiting_list_belongs_to_who_handed_it_in_and_to_its_region(
    app: Flask, chen: Visitor, cast: Cast
) -> None:
    path = show(chen, LIST)
    with app.app_context():
        noor = make_staff("Noor North", "noor@north.example", Role.COORDINATOR, "north")
    same = Visitor(app, app.test_client()).sign_in(noor)
    other = Visitor(app, app.test_client()).sign_in(cast.emil)
    for visitor, address in ((same, path), (other, path), (other, path.replace("north", "south"))):
        for way in ("", "/columns", "/lines-to-correct.csv", "/lines-to-correct.xlsx"):
            assert visitor.get(address + way).status_code == 404
        for way in ("", "/add", "/columns", "/put-away"):
            assert visitor.post(address + way).status_code == 404
    assert count_uploads(app) == 1
    assert count_people(app) == 0


def test_a_list_is_put_away_by_hand_and_after_a_day(app: Flask, chen: Visitor) -> None:
    path = show(chen, LIST)
    chen.post(f"{path}/put-away")
    assert count_uploads(app) == 0
    path = show(chen, LIST)
    with app.app_context(), transaction() as session:
        session.execute(table(Upload).update().values(created_at=now() - timedelta(days=1, minutes=1)))
    answer = chen.get(path)
    assert answer.status_code == 404
    assert "That list does not wait any more" in answer.text


def test_only_the_newest_lists_of_a_person_wait(app: Flask, chen: Visitor) -> None:
    for number in range(7):
        show(chen, f"name,email\nP,p{number}@list.example\n")
    assert count_uploads(app) == 5


def test_a_file_that_is_far_too_large_leads_back_to_its_form(app: Flask, chen: Visitor) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100
    answer = hand_in(chen, LIST)
    assert answer.status_code == 413
    assert f'href="{_PATH}">Choose another file</a>' in answer.text
