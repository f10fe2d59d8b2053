"""Scoring the self-assessment."""

from dataclasses import replace

import pytest

from lms.rules.self_assessment import compare, score
from tests.small_courses import SURVEY_AFTER as SURVEY

FULL = {"a0": 1, "a1": 4, "a2": 4, "a3": 4, "a4": 3, "s0": 2, "s1": 3}


def means(answers, survey=SURVEY):
    return {one.section: one.mean for one in score(survey, answers)}


def test_each_section_has_its_mean_with_reversed_sentences_turned_round():
    assert means(FULL) == {"Attitudes": 4.0, "Skills": 2.5}


def test_sections_without_a_scale_are_left_out():
    assert [one.section for one in score(SURVEY, FULL)] == ["Attitudes", "Skills"]


@pytest.mark.parametrize(("answered", "counts"), [(2, False), (3, True)])
def test_a_section_counts_from_sixty_percent_on(answered, counts):
    given = {f"a{number}": 3 for number in range(answered)}
    assert (means(given)["Attitudes"] is not None) == counts


def test_one_of_two_is_not_enough():
    assert means({"s0": 4})["Skills"] is None


def test_does_not_apply_and_nonsense_count_as_not_answered():
    given = {"a0": 3, "a1": 3, "a2": None, "a3": 9, "a4": "4"}
    (attitudes, _) = score(SURVEY, given)
    assert (attitudes.mean, attitudes.answered, attitudes.asked) == (None, 2, 5)


def test_before_and_after_stand_side_by_side():
    before, after = {**FULL, "s0": 1, "s1": 2}, FULL
    changes = {one.section: one for one in compare(SURVEY, before, SURVEY, after)}
    assert (changes["Skills"].before, changes["Skills"].after, changes["Skills"].difference) == (1.5, 2.5, 1.0)
    assert changes["Attitudes"].difference == 0


def test_only_sentences_of_both_are_compared():
    fewer = tuple(question for question in SURVEY.questions if question.name != "s1")
    before = replace(SURVEY, questions=fewer)
    changes = {one.section: one for one in compare(before, {"s0": 5}, SURVEY, {"s0": 1, "s1": 5})}
    assert (changes["Skills"].before, changes["Skills"].after) == (5.0, 1.0)


def test_one_time_alone_is_shown_without_a_difference():
    (first, *_) = compare(SURVEY, FULL, None, {})
    assert (first.before, first.after, first.difference) == (4.0, None, None)
    (first, *_) = compare(None, {}, SURVEY, FULL)
    assert (first.before, first.after) == (None, 4.0)
    assert compare(None, {}, None, {}) == ()
