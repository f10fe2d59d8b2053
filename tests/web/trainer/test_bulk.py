"""All packages at once, from the page: begun, stopped, taken up, handed out; by a process of its own."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lms import pyscorm
from lms.db import db
from lms.export.bulk import standing
from lms.export.bulk.standing import State
from lms.language import LANGUAGES
from lms.models import AuditLine
from lms.rules.receipts import Mode
from lms.services import bulk
from lms.services.receipts import choose_mode
from tests.people import NOW
from tests.web.trainer.conftest import Site

PATH = "/teach/all-packages"
WISH = {"language": "en", "version": "1.2", "mixed": "yes"}


def wait_for(site: Site, state: State, seconds: int = 120) -> standing.Standing:
    folder = bulk.folder_of(site.app.config["LMS"])
    for _ in range(seconds * 10):
        found = bulk.find_standing(site.app.config["LMS"])
        if found.state is state:
            return found
        time.sleep(0.1)
    raise AssertionError((found, (folder / ".log").read_text()))


def download(client: FlaskClient, name: str) -> bytes:
    with client.get(f"{PATH}/{name}") as answer:
        assert answer.status_code == 200
        return answer.data


def list_acts(site: Site) -> list[str]:
    with site.app.app_context():
        return [line.action for line in db.session.query(AuditLine).order_by(AuditLine.id)]


def test_everything_is_made_by_another_process_and_handed_out_in_one_zip(site: Site):
    client = site.client(site.cast.bruno)
    page = client.get(PATH).text
    assert "Make all packages" in page
    assert "Download" not in page
    assert client.get(f"{PATH}/everything.zip").status_code == 404
    answer = client.post(PATH, data=WISH)
    assert answer.status_code == 302
    assert "Packages are being made" in client.get(answer.location).text
    done = wait_for(site, State.DONE)
    assert done.done == done.of > 1
    page = client.get(PATH).text
    assert f"{done.of} packages are ready" in page
    data = download(client, "everything.zip")
    assert download(client, "everything.zip") == data
    with zipfile.ZipFile(io.BytesIO(data)) as parcel:
        names = parcel.namelist()
        inside = [name for name in names if name.endswith(".zip")]
        assert len(inside) == done.of
        assert {"packages/index.html", "packages/index.csv", "packages/SHA256SUMS"} < set(names)
        first = parcel.read(inside[0])
    assert pyscorm.read(io.BytesIO(first)).version is pyscorm.Version.SCORM_1_2
    name = inside[0].removeprefix("packages/")
    assert download(client, f"files/{name}") == first
    assert list_acts(site)[-4:] == ["packages.begun", *["package.downloaded"] * 3]


def test_any_of_the_ten_languages_can_be_chosen_where_others_may_stand_in(site: Site):
    client = site.client(site.cast.bruno)
    page = client.get(PATH).text
    assert [code for code in LANGUAGES if f'name="language" value="{code}"' in page] == list(LANGUAGES)
    refused = client.post(PATH, data={"language": "de", "version": "1.2"})
    assert refused.status_code == 409
    assert "are not in Deutsch" in refused.text
    client.post(PATH, data=WISH | {"language": "de"})
    wait_for(site, State.DONE)
    data = download(client, "files/eu-belong-basics-de-scorm12.zip")
    assert b"Zum Quiz" in zipfile.ZipFile(io.BytesIO(data)).read("text-de.js")


def test_packages_of_a_region_with_receipts_write_them_and_no_others(site: Site):
    with site.app.app_context():
        choose_mode("north", Mode.SEND, site.cast.bruno.person_id, "", NOW)
    client = site.client(site.cast.bruno)
    client.post(PATH, data=WISH)
    wait_for(site, State.DONE)
    parcel = zipfile.ZipFile(io.BytesIO(download(client, "everything.zip")))
    inside = [name for name in parcel.namelist() if name.endswith(".zip")]
    with_receipts = [
        name for name in inside if "receipt-send.js" in zipfile.ZipFile(io.BytesIO(parcel.read(name))).namelist()
    ]
    assert with_receipts == [name for name in inside if "-north-" in name] != []


@pytest.mark.parametrize("name", ["../secret-key", "..%2fsecret-key", "index.csv", ".lock", "%2e%2e/lms.sqlite"])
def test_only_what_stands_in_the_list_is_handed_out(site: Site, name: str):
    folder = bulk.folder_of(site.app.config["LMS"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.csv").write_text("file,module,title,languages,region,edition,bytes,sha256\r\n")
    assert site.client(site.cast.bruno).get(f"{PATH}/files/{name}").status_code == 404


def test_a_wish_for_nothing_is_told_in_words(site: Site):
    client = site.client(site.cast.bruno)
    answer = client.post(PATH, data={"version": "1.2"})
    assert answer.status_code == 400
    assert "at least one language" in answer.text
    assert client.post(PATH, data={"language": "en", "version": "9"}).status_code == 400


def test_only_one_at_a_time_whoever_makes_it(site: Site, claimed: Callable[[], Path]):
    claimed()
    client = site.client(site.cast.bruno)
    assert "Packages are being made" in client.get(PATH).text
    answer = client.post(PATH, data=WISH)
    assert answer.status_code == 409
    assert "already" in answer.text


def test_it_can_be_stopped_and_goes_on_where_it_was(site: Site):
    client = site.client(site.cast.bruno)
    client.post(PATH, data=WISH)
    folder = bulk.folder_of(site.app.config["LMS"])
    while standing.find_standing(folder).done < 1:
        time.sleep(0.02)
    page = client.post(f"{PATH}/stop", follow_redirects=True)
    assert page.status_code == 200
    for _ in range(100):
        if bulk.find_standing(site.app.config["LMS"]).state is not State.RUNNING:
            break
        time.sleep(0.1)
    kept = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.zip")}
    assert kept
    client.post(PATH, data=WISH)
    done = wait_for(site, State.DONE)
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*.zip")}.items() >= kept.items()
    assert "there already" in (folder / ".log").read_text()
    assert len(list(folder.glob("*.zip"))) == done.of


def test_a_run_that_broke_off_is_told_and_can_be_taken_up(site: Site):
    folder = bulk.folder_of(site.app.config["LMS"])
    folder.mkdir(parents=True)
    standing.note(folder, standing.Standing(State.RUNNING, 3, 9))
    page = site.client(site.cast.bruno).get(PATH).text
    assert "Stopped on the way" in page
    assert "3 of 9 packages are done." in page


def test_only_trainers_come_here(site: Site):
    for person in (site.cast.amina, site.cast.chen):
        client = site.client(person)
        assert client.get(PATH).status_code == 404
        assert client.post(PATH, data=WISH).status_code == 404


@pytest.fixture
def claimed(site: Site):  # type: ignore[no-untyped-def]
    """Another process that has the folder for itself; here it is this one."""
    held = []

    def claim() -> Path:
        folder = bulk.folder_of(site.app.config["LMS"])
        folder.mkdir(parents=True, exist_ok=True)
        lock = standing.claim(folder)
        lock.__enter__()
        held.append(lock)
        return folder

    yield claim
    for lock in held:
        lock.__exit__(None, None, None)
