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


def test_every_public_function_names_the_book_of_the_standard_that_it_follows():
    functions = [getattr(pyscorm, name) for name in pyscorm.__all__ if name[0].islower()]
    assert len(functions) > 7
    books = ("Content Aggregation Model", "Run-Time Environment")
    plain = {one.__name__: " ".join(one.__doc__.split()) for one in functions}
    assert [name for name, text in plain.items() if not any(book in text for book in books)] == []


def test_without_the_engine_everything_works_but_playing_which_says_what_is_missing():
    script = (
        "import io, sys; sys.modules['quickjs'] = None\n"
        "from lms.pyscorm import ScormError, check, problems, simulate, write\n"
        "from tests.pyscorm.samples import good_package\n"
        "package, stream = good_package(), io.BytesIO()\n"
        "assert problems(package, '1.2') == []\n"
        "write(package, stream, '1.2')\n"
        "assert check(stream) == []\n"
        "try: simulate(stream)\n"
        "except ScormError as missing: print(missing)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Packages are played by quickjs-ng, which is not installed."


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
