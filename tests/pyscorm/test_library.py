"""The library as a whole: it stands alone, and its script keeps the promises that can be read off its text."""

import re
import subprocess
import sys

from lms import pyscorm
from lms.pyscorm import ScormError, runtime_script
from lms.pyscorm.findings import error


def test_importing_the_library_loads_no_framework():
    script = (
        "import sys, lms.pyscorm;"
        " foreign = {'flask', 'sqlalchemy', 'babel', 'markdown', 'lxml', 'quickjs'} & set(sys.modules);"
        " own = {m for m in sys.modules if m.startswith('lms.') and not m.startswith('lms.pyscorm')};"
        " print(sorted(foreign | own))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there():
    assert all(getattr(pyscorm, name) for name in pyscorm.__all__)


def test_the_script_is_small():
    assert len(runtime_script()) < 25_000


def test_the_script_evaluates_no_text_and_does_not_wait_for_unload():
    text = runtime_script().decode("ascii")
    assert not re.search(r"\beval\b|new Function|document\.write|innerHTML", text)
    assert "unload" not in text
    assert "pagehide" in text
    assert "visibilitychange" in text


def test_the_script_asks_for_no_name_and_no_number_of_the_learner():
    text = runtime_script().decode("ascii")
    assert not re.search(r"(student|learner)_(id|name)\b", text)


def test_findings_and_errors_can_be_translated():
    finding = error("here", "The file %(path)s is missing.", "Add %(path)s.", path="a%20b")
    assert finding.message == "The file a%20b is missing."
    assert finding.fix == "Add a%20b."
    assert str(finding) == "here: The file a%20b is missing. Add a%20b."
    refused = ScormError("The file %(path)s is missing.", path="x")
    assert str(refused) == "The file x is missing."
    assert refused.message % refused.values == str(refused)
