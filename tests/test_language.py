"""Words, numbers and dates."""

from datetime import UTC, date, datetime

import pytest
from babel import Locale

from lms.language import DEFAULT, LANGUAGES, choose_language, funding_line, words


def test_a_text_without_translation_stands_in_english():
    assert words("pl")("Nobody says this %(number)s", number=3) == "Nobody says this 3"


def test_plurals_follow_the_count():
    said = words("en")
    assert said.plural("%(count)s page", "%(count)s pages", 1) == "1 page"
    assert said.plural("%(count)s page", "%(count)s pages", 1650) == "1,650 pages"


def test_a_share_is_written_as_a_percentage_of_its_language():
    assert words("en").percent(0.64) == "64\u00a0%"
    assert words("de").percent(1.08) == "108\u00a0%"
    assert words("de").percent(0.125, 1) == "12,5\u00a0%"


def test_nothing_is_written_as_less_than_nothing():
    assert words("en").number(-0.04, 1) == "0.0"
    assert words("en").number(-0.06, 1) == "-0.1"


def test_a_point_in_time_is_shown_in_the_zone_of_the_region():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert words("en").date(late, "Europe/Bucharest") == "23 November 2026"
    assert words("en").time(late, "Europe/Dublin") == "22 November 2026, 23:30"
    assert words("es").date(date(2026, 11, 22)) == "22 de noviembre de 2026"


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [(["de-AT"], "de"), (["xx", "ga"], "ga"), (["eu_ES", "es"], "eu"), ([], DEFAULT), (["zz"], DEFAULT)],
)
def test_the_first_language_that_we_have_is_chosen(wanted: list[str], chosen: str):
    assert choose_language(wanted) == chosen


def test_every_language_has_a_name_of_its_own():
    names = {words(code).language_name(code) for code in LANGUAGES}
    assert len(names) == len(LANGUAGES)
    assert {"Euskara", "Gaeilge", "Polski"} <= names


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_own_names_are_those_of_the_language_data(code: str):
    name = Locale.parse(code).get_language_name(code)
    assert words("en").language_name(code) == name[:1].upper() + name[1:]


def test_other_languages_have_names_too():
    assert words("en").language_name("fr") == "Français"


def test_the_funding_line_is_one_setting():
    assert "European Union" in funding_line(words("en"), shown=True)
    assert funding_line(words("en"), shown=False) == ""
