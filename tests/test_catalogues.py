"""The nine catalogues: complete, with every value in its place, in every plural form of the language."""

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from lms.cli.words import collect, is_translated
from lms.language import CATALOGUES, DEFAULT, LANGUAGES, words

OTHERS = [code for code in LANGUAGES if code != DEFAULT]
_VALUE = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def texts() -> set[str | tuple[str, ...]]:
    return {message.id for message in collect() if message.id}


@pytest.fixture(scope="module", params=OTHERS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (CATALOGUES / f"{request.param}.po").open("rb") as stream:
        return read_po(stream, locale=request.param)


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def translated(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id and is_translated(message.string))


def test_every_text_of_the_interface_is_translated(catalogue: Catalog, texts: set[str | tuple[str, ...]]):
    done = {message.id for message in translated(catalogue)}
    assert sorted(map(str, texts - done)) == []


def test_no_translation_loses_or_invents_a_value(catalogue: Catalog):
    wrong = []
    for message in translated(catalogue):
        english = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = [sorted(_VALUE.findall(text)) for text in english]
        for form in forms(message):
            found = sorted(_VALUE.findall(form))
            # A form for one, or for two, may say the count in letters.
            if found not in wanted and sorted([*found, "count"]) not in wanted:
                wrong.append((message.id, form))
    assert wrong == []


def test_every_translation_can_be_filled_in(catalogue: Catalog):
    for message in translated(catalogue):
        for form in forms(message):
            values = dict.fromkeys(_VALUE.findall(form), "1")
            # Without values a text is shown as it stands, and a percent sign is only that.
            assert not values or isinstance(form % values, str)


def test_every_count_has_all_forms_of_its_language(catalogue: Catalog):
    plurals = [message for message in translated(catalogue) if not isinstance(message.id, str)]
    assert plurals
    assert all(len(forms(message)) == catalogue.num_plurals for message in plurals)


@pytest.mark.parametrize(("language", "number"), [("ga", 5), ("pl", 3), ("ro", 3), ("eu", 2), ("en", 2)])
def test_a_language_has_as_many_plurals_as_its_grammar(language: str, number: int):
    assert Catalog(locale=language).num_plurals == number


def test_one_two_and_many_differ_where_the_grammar_says_so():
    def say(language: str, count: int) -> str:
        return words(language).plural("%(count)s minute left", "%(count)s minutes left", count)

    assert len({say("pl", count).replace(str(count), "n") for count in (1, 3, 5)}) == 3
    assert say("pl", 22) == say("pl", 3).replace("3", "22")
    assert say("ro", 20) != say("ro", 5).replace("5", "20")


_ROOMS = ("web", "services", "reports", "rules", "export", "intake")
_NOT_READ = {
    "Figures are made by Figures.build, which hides small groups.",
    "This process was not prepared.",
    "Typst gave no PDF.",
}
"""Sentences for whoever writes or runs the program."""


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of the code that looks like a sentence, or counts something, with the file it stands in."""
    for path in sorted(path for room in _ROOMS for path in (CATALOGUES.parent / room).rglob("*.py")):
        tree = ast.parse(path.read_text())
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                text = node.value
                if "%(count)s" in text or re.fullmatch(r"[A-Z]\w+ \S.* .*\.", text):
                    yield text, path.name


def test_no_sentence_of_the_code_is_hidden_from_the_translators(texts: set[str | tuple[str, ...]]):
    known = {text for one in texts for text in ([one] if isinstance(one, str) else one)}
    assert [each for each in sentences() if each[0] not in known | _NOT_READ] == []
