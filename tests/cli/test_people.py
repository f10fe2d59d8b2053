"""The commands about people."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from lms.cli.people import commands
from lms.db import db
from lms.models import Enrolment
from lms.rules.permissions import Grant, Role
from lms.services import outbox, people, sign_in
from lms.services.sign_in import TokenState
from tests.people import NOW, Cast, make_cast
from tests.small_courses import SmallCatalogue


@pytest.fixture
def cast(database) -> Cast:
    database.app.extensions["lms"] = SimpleNamespace(catalogue=SmallCatalogue(), config=database.config)
    return make_cast()


@pytest.fixture
def run(database, cast):
    """Run a command; give its exit code and output."""

    def invoke(*words: object):
        db.session.remove()
        done = database.app.test_cli_runner().invoke(commands[0], [str(word) for word in words])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    return invoke


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(
        "name,email,region,category\n"
        "Gita,gita@north.example,North,media\n"
        "Hugo,hugo@south.example,south,\n"
        "Bad,bad(at)x.example,North,\n",
        encoding="utf-8",
    )
    return path


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Enrolment))


def test_a_dry_run_tells_and_writes_nothing(run, file):
    code, output = run("import", file, "--dry-run")
    assert code == 0
    assert "2 rows can be used, 1 cannot." in output
    assert "Line 4, email: 'bad(at)x.example': This is not a mail address. Did you mean bad@x.example?" in output
    assert count() == 2
    assert sorted(path.name for path in file.parent.glob("*.csv")) == ["people.csv"]


def test_good_rows_go_in_and_bad_ones_come_back_with_a_reason(run, file):
    code, output = run("import", file)
    assert code == 1
    assert "Created 2, roles given 0, unchanged 0." in output
    back = (file.parent / "people-not-taken.csv").read_text(encoding="utf-8-sig").splitlines()
    assert back[0] == "name,email,region,category,what is wrong"
    assert back[1].startswith("Bad,bad(at)x.example,North,,email: This is not a mail address.")
    assert len(back) == 2


def test_the_same_file_twice_changes_nothing(run, file):
    run("import", file)
    _, output = run("import", file)
    assert "Created 0, roles given 0, unchanged 2." in output
    assert count() == 4


def test_strict_refuses_the_whole_list(run, file):
    code, output = run("import", file, "--strict")
    assert code == 1
    assert "Nothing was written" in output
    assert count() == 2


def test_inviting_with_the_import_sends_each_person_one_letter(run, file, database):
    _, output = run("import", file, "--invite")
    assert "Invitations written: 2, letters sent: 2." in output
    _, output = run("import", file, "--invite")
    assert "Invitations written: 0" in output
    assert {letter.address for letter in outbox.list_outbox(database.config, 9)} == {
        "gita@north.example",
        "hugo@south.example",
    }


def test_a_file_that_is_no_list_is_refused_in_a_sentence(run, tmp_path):
    (tmp_path / "x.csv").write_bytes(b"PK\x03\x04")
    code, output = run("import", tmp_path / "x.csv")
    assert code == 1
    assert "The file is damaged or cut off." in output


def test_the_import_refuses_an_unknown_default_region(run, file):
    code, output = run("import", file, "--region", "nowhere")
    assert code == 1
    assert "There is no such region." in output


def test_a_person_is_added_and_enrolled(run, database):
    assert run("add", "Ida", "Ida@North.example", "--region", "north", "--invite")[0] == 0
    found = people.find_person_by_email("ida@north.example")
    assert people.find_identity_now(found.id, NOW).region == "north"
    assert len(outbox.list_outbox(database.config, 9)) == 1
    assert "already" in run("add", "Ida", "ida@north.example", "--region", "north")[1]
    assert run("add", "Ida", "ida@north.example", "--region", "south")[0] == 1


def test_a_person_can_be_added_without_an_enrolment(run):
    run("add", "Ida", "ida@x.example")
    assert people.find_identity_now(people.find_person_by_email("ida@x.example").id, NOW).enrolment_id is None


def test_roles_are_given_and_ended(run, cast):
    assert "Granted." in run("grant", "amina@north.example", "coordinator", "--region", "north")[1]
    assert "already" in run("grant", "amina@north.example", "coordinator", "--region", "north")[1]
    today = datetime.now(UTC)
    assert people.find_identity_now(cast.amina.person_id, today).grants == (Grant(Role.COORDINATOR, "north"),)
    assert run("grant", "amina@north.example", "coordinator")[0] == 1
    assert run("grant", "amina@north.example", "coordinator", "--region", "nowhere")[0] == 1
    run("end-role", "amina@north.example", "coordinator", "--region", "north")
    later = people.find_identity_now(cast.amina.person_id, NOW.replace(year=NOW.year + 1))
    assert later.grants == ()


def test_a_sign_in_link_works(run, database):
    code, output = run("sign-in-link", "amina@north.example")
    assert code == 0
    url, shown = output.splitlines()
    assert shown.startswith("Code: ")

    assert sign_in.find_token(url.rpartition("/")[2], database.config, datetime.now(UTC)) is TokenState.VALID


def test_an_unknown_address_is_said_so(run):
    code, output = run("sign-in-link", "nobody@north.example")
    assert code == 1
    assert "Nobody has the address nobody@north.example." in output


def test_the_list_shows_the_people_of_a_region(run, cast):
    run("deactivate", "chen@north.example")
    _, output = run("list", "north")
    assert output.splitlines() == [
        f"{cast.amina.person_id}\tAmina Trainee\tamina@north.example\ten",
        f"{cast.chen.person_id}\tChen Coordinator\tchen@north.example\ten  (deactivated)",
    ]
    assert run("list", "nowhere")[0] == 1
