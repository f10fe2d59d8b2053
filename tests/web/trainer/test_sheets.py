"""Beside a package: may it take the place of an older one, and what its administrator has to know."""

import hashlib
import html
import io
import re

import pytest

from lms.language import LANGUAGES
from tests.web.trainer.test_packages import ADDRESS, ENGLISH, audit_lines, download

SHEET = ADDRESS + "/sheet"


def compare(client, older, **changes):
    data = ENGLISH | {"act": "compare", "older": (io.BytesIO(older), "older.zip")} | changes
    return client.post(ADDRESS, data=data)


def sheet_of(client, text):
    """Press the button for the sheet on a page of packages."""
    form = text[text.index('action="/teach/basics/packages/sheet"') :].split("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return client.get(SHEET, query_string=[(name, html.unescape(value)) for name, value in fields])


def test_the_sheet_is_shown_with_the_name_and_checksum_of_the_zip(bruno):
    data = download(bruno).data
    page = bruno.get(SHEET)
    assert page.status_code == 200
    shown = re.sub(r"<wbr>", "", page.text)
    assert hashlib.sha256(data).hexdigest() in shown
    assert "certutil -hashfile eu-belong-basics-en-scorm12.zip SHA256" in shown
    assert page.text.count("<h1>") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_comes_in_each_of_the_ten_languages_whatever_the_package_speaks(bruno, language):
    text = bruno.get(SHEET, query_string={"sheet": language}).text
    assert text.count("<h2") >= 10
    assert ('class="admin-sheet" lang=' in text) is (language != "en")
    assert (f'class="admin-sheet" lang="{language}"' in text) is (language != "en")
    assert "{" not in text.split("<article")[1].split("</article>")[0]


@pytest.mark.parametrize(
    "choice", ["?version=3", "?language=pl", "?scos=lessons&version=2004", "?region=atlantis"]
)
def test_where_there_is_no_package_the_page_of_packages_says_why(bruno, choice):
    answer = bruno.get(SHEET + choice)
    assert answer.status_code == 302
    assert answer.location.startswith(ADDRESS + "?")
    assert "Download the package" not in bruno.get(answer.location).text


def test_a_package_that_was_only_added_to_is_safe_to_replace_and_the_sheet_says_so(site, bruno):
    older = download(bruno).data
    site.change("courses/basics/en/02-second.md", "Nothing but words", "Nothing else but words")
    text = compare(bruno, older).text
    assert "Safe to replace" in text
    assert "Add as a new activity" not in text
    sheet = sheet_of(bruno, text).text
    assert re.search(r"<strong>safe to replace</strong> version <code>[0-9a-f]{12}</code>", sheet)
    assert len(audit_lines(site)) == 1  # the download; comparing leaves no trace


def test_a_package_whose_learners_would_lose_something_is_a_new_activity_with_the_reason(site, bruno):
    older = download(bruno).data
    (site.courses / "basics/en/02-second.md").rename(site.courses / "basics/en/02-other.md")
    site.change("courses/basics/en/01-first.md", "02-second.md", "02-other.md")
    text = compare(bruno, older).text
    assert "Add as a new activity" in text
    assert "The lesson second is gone or has another name." in text
    assert "<strong>Add this zip as a new activity</strong>" in sheet_of(bruno, text).text


def test_another_edition_is_a_new_activity(bruno):
    assert "The edition changed" in compare(bruno, download(bruno).data, version="2004").text


@pytest.mark.parametrize(
    ("older", "sentence"), [(b"", "Choose the zip of the older package first."), (b"no zip", "The zip is broken")]
)
def test_what_cannot_be_compared_is_told_at_its_field(bruno, older, sentence):
    answer = compare(bruno, older) if older else bruno.post(ADDRESS, data=ENGLISH | {"act": "compare"})
    assert answer.status_code == 400
    assert answer.text.count(sentence) == 2
    assert 'aria-describedby="older-fault"' in answer.text


def test_a_verdict_that_nobody_gave_does_not_stand_in_the_sheet(bruno):
    for wrong in ("?verdict=safe", "?previous=abc", "?previous=abc&verdict=perhaps"):
        assert "only where the download page says" in bruno.get(SHEET + wrong).text
