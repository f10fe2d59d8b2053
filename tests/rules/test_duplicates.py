"""Who looks like whom, without comparing everybody with everybody."""

from hypothesis import given
from hypothesis import strategies as st

from lms.rules.duplicates import Candidate, Why, find_pairs, is_near


def pairs(*people: tuple[str, str, str]) -> set[tuple[int, int, Why]]:
    candidates = [Candidate(number, *person) for number, person in enumerate(people)]
    return {(pair.first, pair.second, pair.why) for pair in find_pairs(candidates)}


def test_the_same_name_in_the_same_organisation_is_a_candidate() -> None:
    jane = ("Jane Smith", "jane@a.example", "Town")
    assert pairs(jane, ("SMITH, Jané", "js@b.example", "town")) == {(0, 1, Why.NAME)}
    assert pairs(jane, ("Jane Smith", "js@b.example", "")) == {(0, 1, Why.NAME)}
    assert pairs(jane, ("Jane Smith", "js@b.example", "County")) == set()


def test_a_letter_apart_in_the_same_organisation_is_a_candidate() -> None:
    anna = ("Anna Kowalska", "anna@a.example", "Urząd")
    assert pairs(anna, ("Ana Kowalska", "ak@b.example", "Urzad")) == {(0, 1, Why.SIMILAR_NAME)}
    assert pairs(anna, ("Ana Kowalska", "ak@b.example", "Other")) == set()
    assert pairs(anna, ("Maria Nowak", "mn@b.example", "Urząd")) == set()


def test_a_mistyped_address_is_a_candidate_where_the_names_agree() -> None:
    one = ("Jane Smith", "jane.smith@donegal.example", "A")
    assert pairs(one, ("Jane Smith", "jane.smtih@donegal.example", "B")) == {(0, 1, Why.ADDRESS)}
    assert pairs(one, ("J. Smith", "jane.smith@dongal.example", "B")) == {(0, 1, Why.ADDRESS)}
    assert pairs(one, ("Jane Smith", "jane.smith2@donegal.example", "B")) == set()
    assert pairs(one, ("Tom Brown", "jane.smit@donegal.example", "B")) == set()


def test_many_people_of_one_name_are_a_common_name() -> None:
    assert pairs(*(("Maria Garcia", f"{number * 7919:06}@x.example", "Gov") for number in range(40))) == set()


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_near_is_one_letter_at_most(one: str, other: str) -> None:
    letters = "abc"
    around = {one}
    for at in range(len(one) + 1):
        around |= {one[:at] + new + one[at:] for new in letters} | {one[:at] + one[at + 1 :]}
        around |= {one[:at] + new + one[at + 1 :] for new in letters if at < len(one)}
        if at + 1 < len(one):
            around.add(one[:at] + one[at + 1] + one[at] + one[at + 2 :])
    assert is_near(one, other) is (other in around)


def test_work_does_not_grow_with_the_number_of_pairs() -> None:
    people = [
        Candidate(n, f"{n * 7919 % 99991:05} {n:05}x", f"{n * 104729:09}@big.example", "Big") for n in range(8000)
    ]
    people += [
        Candidate(9001, "Jane Smith", "jane@a.example", "Big"),
        Candidate(9002, "Jane Smit", "j@b.example", "Big"),
    ]
    found = [(pair.first, pair.second) for pair in find_pairs(people)]
    assert (9001, 9002) in found
