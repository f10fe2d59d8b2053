"""The table of scenarios names them all."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_the_table_names_every_scenario_and_no_other():
    named = set(
        re.findall(r"`(\w+)`", "".join(re.findall(r"^\|.*", (HERE / "README.md").read_text("utf-8"), re.M)))
    )
    written = {
        name
        for path in HERE.glob("test_*.py")
        if path.name not in ("test_judge.py", "test_table.py")
        for name in re.findall(r"^def test_(\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert named == written
    assert len(written) >= 50
