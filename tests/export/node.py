"""Scripts of a package run by Node, without a page."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.export.conftest import ROOT

ASSETS = ROOT / "lms" / "export" / "assets"

_PRELUDE = """
    globalThis.window = globalThis;
    for (const script of %(scripts)s) { (0, eval)(script); }
    const run = %(body)s;
    Promise.resolve(run(given)).then(told => { process.stdout.write(JSON.stringify(told)); });
"""


def run(scripts: list[str], body: str, given: object) -> Any:
    """Load scripts of our assets in Node and give `given` to a function there."""
    return run_texts([(ASSETS / name).read_text("utf-8") for name in scripts], body, given)


def run_texts(scripts: list[str], body: str, given: object) -> Any:
    """Load scripts, handed over as texts, in Node and give `given` to a function there."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("Node is missing: install the package nodejs.")
    program = _PRELUDE % {"scripts": json.dumps(scripts), "body": body}
    done = subprocess.run(
        [node, "-"],
        check=False,
        input=f"const given = {json.dumps(given)};{program}",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
