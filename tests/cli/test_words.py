"""`lms words` keeps catalogues complete without losing what is translated."""

import re
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from lms.cli.words import bring_up_to_date, collect
from lms.language import FUNDING, LANGUAGES

LMS = Path(__file__).parents[2] / "lms"


def texts(*wanted: str | tuple[str, str]) -> Catalog:
    made = Catalog()
    for text in wanted:
        made.add(text)
    return made


def read(folder: Path, language: str) -> Catalog:
    with (folder / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language)


def test_texts_are_found_in_pages_code_plurals_and_errors():
    found = {message.id for message in collect()}
    assert FUNDING in found
    assert "Sign out everywhere" in found
    assert "There is no such region." in found
    assert ("%(count)s minute left", "%(count)s minutes left") in found


def test_every_plural_of_a_template_is_found():
    found = {message.id for message in collect()}
    templates = [*(LMS / "templates").rglob("*.html"), *(LMS / "export" / "templates").rglob("*.html")]
    plurals = {
        pair for path in templates for pair in re.findall(r'plural\("([^"]+)", "([^"]+)"', path.read_text())
    }
    assert len(plurals) > 20
    assert plurals <= found


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_a_new_catalogue_has_room_for_each_plural_of_its_language(tmp_path: Path, language: str):
    assert bring_up_to_date(texts(("%(count)s page", "%(count)s pages")), language, tmp_path) == (0, 1)
    made = read(tmp_path, language)
    assert made.num_plurals == Catalog(locale=language).num_plurals
    message = made.get("%(count)s page")
    assert message is not None
    assert len(message.string) == made.num_plurals


def test_what_is_translated_stays_and_what_is_gone_goes(tmp_path: Path):
    bring_up_to_date(texts("Next page", "Old page"), "pl", tmp_path)
    path = tmp_path / "pl.po"
    path.write_text(
        path.read_text("utf-8").replace('"Next page"\nmsgstr ""', '"Next page"\nmsgstr "Dalej"'), "utf-8"
    )
    assert bring_up_to_date(texts("Next page", "New page"), "pl", tmp_path) == (1, 2)
    made = read(tmp_path, "pl")
    assert made.get("Next page").string == "Dalej"
    assert made.get("Old page") is None
    assert made.get("New page").string == ""


def test_a_catalogue_changes_only_where_a_text_does(tmp_path: Path):
    bring_up_to_date(texts("Next page"), "ga", tmp_path)
    first = (tmp_path / "ga.po").read_bytes()
    bring_up_to_date(texts("Next page"), "ga", tmp_path)
    assert (tmp_path / "ga.po").read_bytes() == first
