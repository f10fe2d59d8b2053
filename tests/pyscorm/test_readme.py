"""The examples of the library's README run as they stand there."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "lms" / "pyscorm" / "README.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)


def test_the_examples_build_a_package_without_problems_and_read_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    for example in EXAMPLES:
        exec(example, {})
    assert capsys.readouterr().out.splitlines() == [
        "A SCORM 2004 package with 2 items: Moodle cannot start a second one.",
        "SCORM 2004 knows no prerequisites.",
        "1.2 Hello ['index.html']",
        "safe to replace",
        "add as a new activity because Pages of the lesson why are gone or have other names: start.",
        "True ['opened', 'passed', 'reopened', 'review', 'forgotten', 'alone']",
    ]


def test_every_method_and_property_of_the_script_is_described():
    script = (README.parent / "runtime" / "scorm.js").read_text("utf-8")
    face = script[script.rindex("    return {") :]
    names = set(re.findall(r"^      (?:get )?(\w+)\(.*\) \{", face, re.MULTILINE))
    assert {"save", "answer", "score", "complete", "pass", "fail", "finish", "state", "best"} <= names
    text = README.read_text("utf-8")
    assert [name for name in sorted(names) if f"`{name}`" not in text and f"`{name}(" not in text] == []
