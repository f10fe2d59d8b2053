"""Every word that a person reads goes through the one place for words."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted([*(ROOT / "lms/templates").rglob("*.html"), *(ROOT / "lms/export/templates").rglob("*.html")])
NAMES = {"EU-Belong", "learning", "SCORM", "SHA-256", "CSV", "XLSX", "ID", "Markdown", "UTC"}
"""Names that are the same in every language."""
_SET = re.compile(r"\{% block \w+ %\} [a-z-]+\{% endblock %\}|\{% set \w+ %\}.*?\{% endset %\}", re.DOTALL)
"""Values for classes and attributes, not for reading."""
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_CODE = re.compile(r"<(script|style|code|kbd)\b.*?</\1>", re.DOTALL)
_READ = re.compile(r"""\s(?:alt|title|aria-label|placeholder|label)\s*=\s*"([^"{]*[A-Za-z][^"{]*)\"""")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_][\w-]+")


def bare_words(source: str) -> list[str]:
    """Words that stand in a template by themselves."""
    text = _CODE.sub(" ", _JINJA.sub(" ", _SET.sub(" ", source)))
    spoken = " ".join(_READ.findall(text))
    text = re.sub(r"&\w+;", " ", _TAG.sub(" ", text))
    return [word for word in _WORD.findall(f"{text} {spoken}") if word not in NAMES]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "lms")))
def test_a_template_says_nothing_by_itself(template: Path):
    assert bare_words(template.read_text("utf-8")) == []


def test_bare_words_are_found():
    assert bare_words('<p>Hello {{ name }}</p><img alt="A door">{{ _("Next") }}') == ["Hello", "door"]


def test_scripts_of_the_site_carry_no_sentences():
    sentence = re.compile(r"""(["'`])[A-Z][a-z]+(?: [a-z]+)+[^"'`]*\1""")
    for script in sorted((ROOT / "lms/static/js").rglob("*.js")):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", script.read_text("utf-8"), flags=re.DOTALL)
        assert [found.group() for found in sentence.finditer(code)] == [], script.name


def test_a_text_stands_where_it_is_collected():
    """`lms words` finds the texts of `said("...")`; behind `say()` it would see none."""
    lost = re.compile(r"""say\(\)(?:\.plural)?\(\s*f?["']""")
    for module in sorted((ROOT / "lms").rglob("*.py")):
        assert lost.search(module.read_text("utf-8")) is None, module.name
