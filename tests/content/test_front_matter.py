"""Facts between dashes: flat, typed, and told when wrong."""

import pytest

from lms.content import front_matter as facts_of
from lms.content.front_matter import Fact, Facts, read_facts
from lms.content.model import Problem
from lms.content.programme_file import read_fallbacks
from lms.content.source_text import Source

KNOWN = {
    "title": Fact(facts_of.text, required=True),
    "minutes": Fact(facts_of.whole_number(1, 300)),
    "keywords": Fact(facts_of.words),
    "pass_mark": Fact(facts_of.whole_number(1, 100)),
}


def read(text: str, **options: object) -> tuple[Facts, list[Problem]]:
    problems: list[Problem] = []
    source = Source("file.md", tuple(text.split("\n")), problems)
    return read_facts(source, KNOWN, **options), problems


def test_facts_are_read_with_their_types_and_lines() -> None:
    facts, problems = read("---\ntitle: Why: regions?\nminutes: 20\nkeywords: a, b ,, c\n---\n## Page")
    assert problems == []
    assert facts.values == {"title": "Why: regions?", "minutes": 20, "keywords": ("a", "b", "c")}
    assert (facts.line("minutes"), facts.body) == (3, 6)


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    _, problems = read("---\ntitle: A\npas_mark: 70\n---")
    assert [(one.place.line, one.message, one.fix) for one in problems] == [
        (3, "`pas_mark`: unknown fact.", "Did you mean `pass_mark`?")
    ]


def test_a_key_like_no_other_lists_those_there_are() -> None:
    _, problems = read("---\ntitle: A\nxyzzy: 1\n---")
    assert problems[0].fix == "Known are: `keywords`, `minutes`, `pass_mark`, `title`."


def test_every_fault_is_told_at_once() -> None:
    _, problems = read("---\nminutes: 0\nminutes: 5\nwrong\npass_mark:\nother: 1\n---")
    assert sorted(one.place.line for one in problems) == [1, 2, 3, 4, 5, 6]


def test_facts_without_an_end_are_read_as_far_as_they_go() -> None:
    facts, problems = read("---\ntitle: A\nminutes: 5\n\n## Page\n\nText.")
    assert (facts.get("title"), facts.get("minutes"), len(problems)) == ("A", 5, 1)
    assert facts.body <= 5


def test_a_file_may_do_without_facts_where_they_are_optional() -> None:
    facts, problems = read("## insert", optional=True)
    assert (facts.body, problems) == (1, [])


def test_a_key_of_another_file_says_which_file() -> None:
    _, problems = read("---\ntitle: A\nquiz: b\n---", elsewhere={"quiz": "en/01-a.md"})
    assert problems[0].fix == "Delete the line; the fact stands in `en/01-a.md`."


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (facts_of.yes_no, "Yes", True),
        (facts_of.yes_no, "no", False),
        (facts_of.identifiers, "a-b, c", ("a-b", "c")),
        (facts_of.sentences, "one; two;", ("one", "two")),
        (facts_of.languages, "en, ga", ("en", "ga")),
        (facts_of.country, "IE", "IE"),
        (facts_of.zone, "Europe/Dublin", "Europe/Dublin"),
        (facts_of.language, "no", "no"),
        (facts_of.one_of("quiz", "exam"), "exam", "exam"),
        (read_fallbacks, "eu > es > en, ga > en", {"eu": ("es", "en"), "ga": ("en",)}),
    ],
)
def test_a_fact_of_its_kind_is_read(reader: facts_of.Reader, text: str, value: object) -> None:
    assert reader(text) == value


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (facts_of.yes_no, "true"),
        (facts_of.identifier, "Not Kebab"),
        (facts_of.identifiers, "a, B"),
        (facts_of.languages, ","),
        (facts_of.country, "ie"),
        (facts_of.zone, "Dublin"),
        (facts_of.language, "english"),
        (facts_of.whole_number(1, 5), "6"),
        (facts_of.whole_number(1, 5), "²"),
        (facts_of.whole_number(1, 5), "1.0"),
        (facts_of.short_text(3), "four"),
        (read_fallbacks, "eu"),
        (read_fallbacks, "eu > en, eu > es"),
    ],
)
def test_a_fact_of_another_kind_is_refused(reader: facts_of.Reader, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        reader(text)
