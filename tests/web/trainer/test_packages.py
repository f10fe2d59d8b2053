"""Packages: chosen, looked at, downloaded, or refused with the reason."""

import hashlib
import io
import re
import zipfile

import pytest
from sqlalchemy import select

from lms import pyscorm
from lms.db import db
from lms.models import AuditLine
from lms.pyscorm.findings import error, warning
from lms.rules.receipts import Mode
from lms.services.receipts import choose_mode
from tests.people import NOW

ADDRESS = "/teach/basics/packages"
ENGLISH = {"version": "1.2", "language": "en", "region": ""}


def audit_lines(site):
    with site.app.app_context():
        return (
            db.session.execute(select(AuditLine).where(AuditLine.action == "package.downloaded")).scalars().all()
        )


def download(client, **changes):
    answer = client.post(ADDRESS, data=ENGLISH | changes)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])
def test_the_download_is_a_package_in_which_the_check_finds_nothing(bruno, version):
    answer = download(bruno, version=version)
    data = answer.data
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert not pyscorm.check(io.BytesIO(data))
    reading = pyscorm.read(io.BytesIO(data))
    assert reading.package.title == "The basics"
    assert reading.version == pyscorm.Version(version)


def test_the_download_has_the_name_that_the_sheet_inside_says_and_is_not_kept_on_the_way(bruno):
    answer = download(bruno)
    name = "eu-belong-basics-en-scorm12.zip"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Cache-Control"] == "no-store"
    sheet = zipfile.ZipFile(io.BytesIO(answer.data)).read("administrator.html").decode()
    assert f"certutil -hashfile {name} SHA256" in sheet


def test_the_same_choice_gives_the_same_bytes_and_another_choice_others(bruno):
    first = download(bruno).data
    assert download(bruno).data == first
    assert download(bruno, version="2004").data != first
    assert download(bruno, region="north").data != first


def test_the_package_of_a_region_holds_its_insert_and_its_name(bruno):
    answer = download(bruno, region="north")
    page = zipfile.ZipFile(io.BytesIO(answer.data)).read("index.html").decode()
    assert "The North decides on libraries." in page
    assert "eu-belong-basics-en-north-scorm12.zip" in answer.headers["Content-Disposition"]


def test_the_page_tells_size_and_digest_of_what_the_button_sends(bruno, page):
    text = page(ADDRESS + "?version=2004&language=en&region=north")
    data = download(bruno, version="2004", region="north").data
    assert hashlib.sha256(data).hexdigest() in text
    assert f"{len(data) / 1000:,.0f} kB" in text
    assert "Take SCORM 1.2 unless your platform asks for 2004" in text
    assert "SCORM 2004, 4th edition</dd>" in text


def test_without_a_choice_scorm_1_2_in_the_reader_s_language_is_made(page):
    assert "eu-belong-basics-en-scorm12.zip" in page(ADDRESS)


def test_every_download_leaves_a_line_in_the_log_and_looking_leaves_none(site, bruno, page):
    page(ADDRESS)
    assert not audit_lines(site)
    name = re.search('filename="(.*)"', download(bruno, region="north").headers["Content-Disposition"])[1]
    (line,) = audit_lines(site)
    assert line.actor_id == site.cast.bruno.person_id
    assert line.subject == "course:basics"
    assert line.region_id == "north"
    assert name in line.detail


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": "3"}, "Choose one of the editions"),
        ({"language": "xx"}, "Choose one of the ten languages."),
        ({"more": "xx"}, "Choose one of the ten languages."),
        ({"scos": "pages"}, "Choose one activity for the module"),
        ({"region": "atlantis"}, "Choose one of the regions"),
    ],
)
def test_a_choice_that_does_not_exist_is_explained(site, bruno, change, sentence):
    answer = bruno.post(ADDRESS, data=ENGLISH | change)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert sentence in bruno.get(ADDRESS, query_string=ENGLISH | change).text
    assert not audit_lines(site)


def test_a_course_with_faults_has_no_package_and_the_page_says_why(site, bruno, page):
    site.change("courses/basics/en/01-first.md", "../images/street.svg", "../images/road.svg")
    text = page(ADDRESS)
    assert "No package: the course is kept back" in text
    assert "courses/basics/en/01-first.md:10" in text
    assert "Download" not in text
    answer = bruno.post(ADDRESS, data=ENGLISH)
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"


def test_a_package_that_a_strict_platform_refuses_cannot_be_downloaded(site, bruno, page, monkeypatch):
    found = [
        warning("index.html", "It is large.", "Make it smaller."),
        error("basics-sco", "The state has %(size)s characters.", "Ask for less.", size=9000),
    ]
    monkeypatch.setattr(pyscorm, "problems", lambda package, version: found)
    text = page(ADDRESS)
    assert "No package: a strict platform would refuse it" in text
    assert "basics-sco" in text
    assert "The state has 9000 characters." in text
    assert "Ask for less." in text
    assert text.index("Ask for less.") < text.index("Make it smaller.")
    assert "Download" not in text
    answer = bruno.post(ADDRESS, data=ENGLISH)
    assert answer.status_code == 409
    assert answer.mimetype == "text/html"
    assert not audit_lines(site)


def test_a_warning_is_shown_and_does_not_stop_the_download(bruno, page, monkeypatch):
    monkeypatch.setattr(
        pyscorm, "problems", lambda *_: [warning("index.html", "It is large.", "Make it smaller.")]
    )
    assert "It is large." in page(ADDRESS)
    assert download(bruno).mimetype == "application/zip"


def test_a_lesson_that_is_too_long_for_the_kept_state_is_named(site, bruno, page):
    pages = "".join(f"## Page {number}\n\nWords.\n\n" for number in range(60))
    site.change("courses/basics/en/02-second.md", "## One page", pages + "## One page")
    text = page(ADDRESS)
    assert "No package" in text
    assert "The second lesson" in text
    assert "Divide it into two lessons." in text
    assert bruno.post(ADDRESS, data=ENGLISH).status_code == 409


def test_a_language_that_is_not_complete_is_packed_only_when_the_trainer_agrees(bruno, page):
    text = page(ADDRESS + "?language=pl")
    assert "No package yet: 4 texts are not in Polski" in text
    assert "The second lesson" in text
    assert "Download" not in text
    assert bruno.post(ADDRESS, data=ENGLISH | {"language": "pl"}).status_code == 409
    assert "Download" in page(ADDRESS + "?language=pl&mixed=yes")
    answer = download(bruno, language="pl", mixed="yes")
    assert "eu-belong-basics-pl-scorm12.zip" in answer.headers["Content-Disposition"]


def test_further_languages_come_in_the_same_package(bruno, page):
    address = ADDRESS + "?language=en&more=pl&more=en"
    assert "No package yet: 4 texts are not in Polski" in page(address)
    text = page(address + "&mixed=yes")
    assert "eu-belong-basics-en-pl-scorm12.zip" in text
    answer = download(bruno, more=["pl", "en"], mixed="yes")
    assert hashlib.sha256(answer.data).hexdigest() in text
    assert {"text-en.js", "text-pl.js"} <= set(zipfile.ZipFile(io.BytesIO(answer.data)).namelist())


def test_one_activity_per_lesson_can_be_chosen_for_1_2_and_is_explained_for_2004(bruno, page):
    answer = download(bruno, scos="lessons")
    assert len(pyscorm.read(io.BytesIO(answer.data)).package.items) == 3
    assert "-lessons.zip" in answer.headers["Content-Disposition"]
    text = page(ADDRESS + "?scos=lessons&version=2004")
    assert "Moodle cannot start a second one" in text
    assert "Download" not in text
    assert bruno.post(ADDRESS, data=ENGLISH | {"scos": "lessons", "version": "2004"}).status_code == 409


def test_there_is_no_package_of_materials_and_the_page_says_so(bruno):
    answer = bruno.get("/teach/kit/packages")
    assert answer.status_code == 400
    assert "there is no package of them" in answer.text


@pytest.mark.parametrize(
    ("mode", "said", "script"),
    [
        (Mode.SEND, "sent to this service, as the region has chosen", "receipt-send.js"),
        (Mode.CODE, "shown as a line to type, as the region has chosen", "receipt-code.js"),
    ],
)
def test_where_the_region_has_chosen_receipts_the_page_says_so_and_the_package_writes_them(
    site, bruno, page, mode, said, script
):
    with site.app.app_context():
        choose_mode("north", mode, site.cast.bruno.person_id, "", NOW)
    assert said in page(ADDRESS + "?region=north")
    assert "<dd>off</dd>" in page(ADDRESS)
    names = zipfile.ZipFile(io.BytesIO(download(bruno, region="north").data)).namelist()
    assert [name for name in names if name.startswith("receipt")] == [script, "receipts.data.js", "receipts.js"]
    assert not [name for name in zipfile.ZipFile(io.BytesIO(download(bruno).data)).namelist() if "receipt" in name]


def test_one_activity_per_lesson_writes_no_receipts_and_the_page_says_why(site, bruno, page):
    with site.app.app_context():
        choose_mode("north", Mode.SEND, site.cast.bruno.person_id, "", NOW)
    assert "off: they need one activity for the module" in page(ADDRESS + "?region=north&scos=lessons")
    assert "off: they need" not in page(ADDRESS + "?scos=lessons")
    names = zipfile.ZipFile(io.BytesIO(download(bruno, region="north", scos="lessons").data)).namelist()
    assert not [name for name in names if "receipt" in name]
