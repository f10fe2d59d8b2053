"""The administrator's sheet: ten languages that say the same, and a page that needs nothing but itself."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from lms.content.model import Course
from lms.content.render import Renderer
from lms.export.sheet import SheetFacts, Verdict, sheet_facts, write_sheet
from lms.export.sheet.text import choose, divide, fill, source
from lms.language import LANGUAGES
from lms.pyscorm import Version

ROOT = Path(__file__).parents[2]
CONTACT = "help@eu-belong.example"
PLAIN = SheetFacts(
    module="Two & <three>",
    languages=("en",),
    edition=Version.SCORM_1_2,
    mark="0123456789ab",
    contact=CONTACT,
    file="two-en-1.2.zip",
    lessons=6,
    pages=1042,
    quizzes=5,
    pass_mark=70,
    tries=3,
    pause_hours=24,
)
FULL = replace(
    PLAIN,
    edition=Version.SCORM_2004,
    parts=7,
    region="Donegal",
    checksum="ab12cd34" * 8,
    report="report.txt",
    verdict=Verdict.SAFE,
    previous="fedcba987654",
    receipts=True,
)
READING = replace(
    PLAIN, pass_mark=None, tries=None, report="report.txt", verdict=Verdict.NEW, previous="fedcba987654"
)
KINDS = {"plain": PLAIN, "full": FULL, "reading": READING}
CONDITIONS = {
    *("1.2", "2004", "single", "several", "exam", "tries", "region"),
    *("checksum", "report", "safe", "new", "receipts"),
}
_MARKER = re.compile(r"^\{if ([^}]+)\} ")
_VALUE = re.compile(r"\{(\w+)\}")
_CODE = re.compile(r"`([^`]+)`")
_LINE = re.compile(r"(#+ |\d+\. |- |\|[-|]+$|\| )?")


def shape(text: str) -> list[tuple[object, ...]]:
    """What every language must have in common, line by line."""
    shapes = []
    for line in text.splitlines():
        marker = _MARKER.match(line)
        rest = line[marker.end() :] if marker else line
        kind = _LINE.match(rest)
        shapes.append(
            (
                marker.group(1) if marker else "",
                kind.group(1) if kind else "",
                rest.count(" | "),
                sorted(_VALUE.findall(rest)),
                sorted(_CODE.findall(rest)),
                bool(rest),
            )
        )
    return shapes


def sheet(facts: SheetFacts, language: str = "en", **how: object) -> str:
    return write_sheet(facts, language, Renderer(None), **how).decode()  # type: ignore[arg-type]


def plain_text(html: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_headings_steps_markers_and_places(language: str):
    assert shape(source(language)) == shape(source("en"))


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_line_is_left_in_english(language: str):
    english = {_MARKER.sub("", line) for line in source("en").splitlines()}
    said = (_MARKER.sub("", line) for line in source(language).splitlines())
    assert [line for line in said if len(line.split()) > 4 and line in english] == []


def test_every_condition_in_the_text_is_one_that_packages_have():
    named = {word.lstrip("!") for marker in re.findall(r"\{if ([^}]+)\}", source("en")) for word in marker.split()}
    assert named == CONDITIONS
    assert PLAIN.conditions() | FULL.conditions() | READING.conditions() == CONDITIONS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_every_kind_of_package_without_a_gap(language: str, kind: str):
    page = sheet(KINDS[kind], language)
    assert page.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert page.count("<h2>") == 10
    assert not re.search(r"\{(if |\w+\})|\*\*|^\s*\| ", plain_text(page), re.MULTILINE)
    assert "<script" not in page


def test_the_steps_are_numbered_by_what_is_left_of_them():
    steps = {
        name: re.findall(r"<li>", page)
        for name, facts in KINDS.items()
        if (page := sheet(facts).split("<h2>Test it in five minutes</h2>")[1].split("</ol>")[0])
    }
    assert {name: len(found) for name, found in steps.items()} == {"plain": 8, "full": 9, "reading": 6}


def test_lines_are_chosen_by_edition_parts_and_exam():
    plain, full, reading = (plain_text(sheet(facts)) for facts in (PLAIN, FULL, READING))
    assert "Status: Failed" in plain
    assert "Mastery score overrides status" in plain
    assert "one SCO" in plain
    assert "Status: Failed" not in full
    assert "Mastery score overrides status" not in full
    assert "7 parts (SCOs)" in full
    assert "Begin the exam" not in reading
    assert "Status: Completed, score 100." in reading


def test_the_checksum_stands_only_where_it_is_known():
    assert "it stands on the page from which the zip was downloaded" in plain_text(sheet(PLAIN))
    assert f"Checksum (SHA-256): {FULL.checksum}" in plain_text(sheet(FULL))


def test_what_may_be_replaced_is_said_in_the_word_of_the_comparison():
    assert "safe to replace version fedcba987654" in plain_text(sheet(FULL))
    assert "Add this zip as a new activity, not in the place of version fedcba987654" in plain_text(sheet(READING))
    assert "only where the download page says “safe to replace”" in plain_text(sheet(PLAIN))


def test_a_verdict_needs_the_version_it_speaks_of():
    with pytest.raises(ValueError, match="previous"):
        replace(PLAIN, verdict=Verdict.SAFE)


def test_facts_are_text_and_never_markup():
    page = sheet(replace(PLAIN, region="<b>*x*</b>|", file="{mark}"))
    assert "<strong>Two &amp; &lt;three&gt;</strong>" in page
    assert "<title>For the administrator of the learning platform · Two &amp; &lt;three&gt;</title>" in page
    assert "&lt;b&gt;*x*&lt;/b&gt;|" in page
    assert "certutil -hashfile {mark} SHA256" in page


def test_an_unknown_place_is_an_error():
    with pytest.raises(KeyError):
        fill("<p>{nobody}</p>", {"mark": "1"})


def test_conditions_are_all_needed_and_may_be_turned_round():
    text = "always\n{if a b} both\n{if !a} not a\n{if !b} - not b"
    assert choose(text, {"a"}) == "always\n- not b"
    assert choose(text, {"a", "b"}) == "always\nboth"


def test_a_text_is_divided_at_its_headings():
    text = divide("# Title\n\nOpening\n\n## One\n\n- a\n\n## Two\nb\n")
    assert (text.title, text.opening) == ("Title", "Opening")
    assert [(section.heading, section.markdown) for section in text.sections] == [("One", "- a"), ("Two", "b")]


def test_numbers_stand_as_the_language_writes_them():
    assert "pages: 1,042" in plain_text(sheet(PLAIN))
    assert "Seiten: 1.042" in plain_text(sheet(PLAIN, "de"))
    assert "70\u00a0%" in sheet(PLAIN, "sv")


def test_words_of_the_package_are_marked_as_its_language():
    page = sheet(replace(PLAIN, languages=("pl", "en"), module="Fundamenty"))
    assert '<strong><span lang="pl">Fundamenty</span></strong>' in page
    assert '<span lang="pl">Polski</span>, English' in page


def test_the_same_facts_give_the_same_bytes():
    assert write_sheet(FULL, "ro", Renderer(None)) == write_sheet(FULL, "ro", Renderer(None))


def test_a_language_without_a_text_gets_english():
    assert sheet(PLAIN, "fr") == sheet(PLAIN, "en")


def test_the_twin_is_one_link_and_the_co_funding_line_one_setting():
    page = sheet(PLAIN, "ga", twin=("en", "administrator.en.html"))
    assert '<a href="administrator.en.html" lang="en" hreflang="en">English</a>' in page
    assert "Co-funded by the European Union" in sheet(PLAIN)
    assert "<footer>" not in sheet(PLAIN, funding=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sheet_names_another_host(language: str):
    page = sheet(FULL, language, twin=("en", "administrator.en.html"))
    assert re.findall(r"https?:|//[a-z]|@import|url\(", page) == []
    assert set(re.findall(r'href="([^"]+)"', page)) == {f"mailto:{CONTACT}", "administrator.en.html"}


def test_facts_are_taken_from_the_course(courses: dict[str, Course]):
    facts = sheet_facts(courses["foundations"], Version.SCORM_1_2, CONTACT, "x.zip", region="Donegal")
    assert (facts.lessons, facts.quizzes, facts.pass_mark, facts.tries, facts.pause_hours) == (6, 6, 70, 3, 24)
    assert facts.pages == sum(len(lesson.pages) for lesson in courses["foundations"].lessons)
    assert (facts.module, facts.region) == (courses["foundations"].title, "Donegal")
    assert facts.mark == courses["foundations"].digest[:12]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "kind"), [("de", "plain"), ("en", "full")])
def test_the_rules_of_accessibility_find_nothing(
    language: str, kind: str, scheme: str, page: Page, tmp_path: Path
):
    file = tmp_path / "administrator.html"
    file.write_bytes(write_sheet(KINDS[kind], language, Renderer(None), twin=("en", "administrator.en.html")))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(color_scheme=scheme)
    page.goto(file.as_uri())
    page.evaluate((ROOT / "tests/node/node_modules/axe-core/axe.min.js").read_text("utf-8"))
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(
            "axe.run(document).then((all) => all.violations.map((one) => [one.id, one.nodes.length]))"
        )
        assert found == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    assert [url for url in asked if urlsplit(url).scheme != "file"] == []


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["single", "several"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_two_pages_in_ink_that_can_be_read(language: str, kind: str, page: Page, tmp_path: Path):
    file = tmp_path / "administrator.html"
    facts = replace(PLAIN if kind == "single" else FULL, region="Emilia-Romagna")
    file.write_bytes(write_sheet(facts, language, Renderer(None)))
    page.goto(file.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
