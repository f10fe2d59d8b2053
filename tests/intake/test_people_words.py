"""Headings and kinds of stakeholders in ten languages."""

from collections import defaultdict

import pytest

from lms.intake.column_words import COLUMNS, OURS, TAKEN
from lms.intake.kind_words import KINDS
from lms.intake.people_words import (
    CATEGORIES,
    COLUMN_LABELS,
    find_category,
    find_column,
    heading,
    kind_word,
    plain,
)
from lms.language import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_every_column_and_kind_and_reads_its_own_words(language):
    assert set(COLUMNS[language]) == {*TAKEN, *OURS}
    assert set(KINDS[language]) == set(CATEGORIES)
    for column, words in COLUMNS[language].items():
        assert {find_column(word) for word in words} == {column}
        assert find_column(heading(column, language).upper()) == column
    for kind, words in KINDS[language].items():
        assert {find_category(word) for word in words} == {kind}
        assert find_category(kind_word(kind, language)) == kind


@pytest.mark.parametrize("tables", [COLUMNS, KINDS])
def test_no_word_means_two_things_in_two_languages(tables):
    meanings = defaultdict(set)
    for table in tables.values():
        for meaning, words in table.items():
            for word in words:
                meanings[plain(word)].add(meaning)
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


def test_every_column_that_is_taken_can_be_chosen_by_hand():
    assert set(COLUMN_LABELS) == set(TAKEN)
