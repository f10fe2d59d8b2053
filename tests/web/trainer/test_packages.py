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


def test_the_download_names_its_content_and_is_not_kept_on_the_way(bruno):
    answer = download(bruno)
    digest = hashlib.sha256(answer.data).hexdigest()
    expected = f'attachment; filename="eu-belong-basics-en-scorm12-{digest[:8]}.zip"'
    assert answer.headers["Content-Disposition"] == expected
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_choice_gives_the_same_bytes_and_another_choice_others(bruno):
    first = download(bruno).data
    assert download(bruno).data == first
    assert download(bruno, version="2004").data != first
    assert download(bruno, region="north").data != first


def test_the_package_of_a_region_holds_its_insert_and_its_name(bruno):
    answer = download(bruno, region="north")
    page = zipfile.ZipFile(io.BytesIO(answer.data)).read("index.html").decode()
    assert "The North decides on libraries." in page
    assert "eu-belong-basics-en-north-scorm12-" in answer.headers["Content-Disposition"]


def test_the_page_tells_size_and_digest_of_what_the_button_sends(bruno, page):
    text = page(ADDRESS + "?version=2004&language=en&region=north")
    data = download(bruno, version="2004", region="north").data
    assert hashlib.sha256(data).hexdigest() in text
    assert f"{len(data) / 1000:,.0f} kB" in text
    assert "Take SCORM 1.2 unless your platform asks for 2004" in text
    assert "SCORM 2004, 4th edition</dd>" in text


def test_without_a_choice_scorm_1_2_in_the_reader_s_language_is_made(page):
    assert re.search(r"eu-belong-basics-en-scorm12-[0-9a-f]{8}\.zip", page(ADDRESS))


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
    assert "eu-belong-basics-pl-scorm12-" in answer.headers["Content-Disposition"]


def test_further_languages_come_in_the_same_package(bruno, page):
    address = ADDRESS + "?language=en&more=pl&more=en"
    assert "No package yet: 4 texts are not in Polski" in page(address)
    text = page(address + "&mixed=yes")
    assert re.search(r"eu-belong-basics-en-pl-scorm12-[0-9a-f]{8}\.zip", text)
    answer = download(bruno, more=["pl", "en"], mixed="yes")
    assert hashlib.sha256(answer.data).hexdigest() in text
    assert {"text-en.js", "text-pl.js"} <= set(zipfile.ZipFile(io.BytesIO(answer.data)).namelist())


def test_one_activity_per_lesson_can_be_chosen_for_1_2_and_is_explained_for_2004(bruno, page):
    answer = download(bruno, scos="lessons")
    assert len(pyscorm.read(io.BytesIO(answer.data)).package.items) == 3
    assert "-lessons-" in answer.headers["Content-Disposition"]
    text = page(ADDRESS + "?scos=lessons&version=2004")
    assert "Moodle cannot start a second one" in text
    assert "Download" not in text
    assert bruno.post(ADDRESS, data=ENGLISH | {"scos": "lessons", "version": "2004"}).status_code == 409


def test_there_is_no_package_of_materials_and_the_page_says_so(bruno):
    answer = bruno.get("/teach/kit/packages")
    assert answer.status_code == 400
    assert "there is no package of them" in answer.text
