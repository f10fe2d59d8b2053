"""Scripts of a package run by Node, without a page."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.export.conftest import ROOT

ASSETS = ROOT / "lms" / "export" / "assets"

_PRELUDE = """
    const fs = require("fs");
    globalThis.window = globalThis;
    for (const name of %(scripts)s) { (0, eval)(fs.readFileSync(name, "utf8")); }
    const input = JSON.parse(fs.readFileSync(0, "utf8"));
    const run = %(body)s;
    process.stdout.write(JSON.stringify(run(input)));
"""


def run(scripts: list[str], body: str, given: object) -> Any:
    """Load scripts of a package in Node and give `given` to a function there."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("Node is missing: install the package nodejs.")
    program = _PRELUDE % {"scripts": json.dumps([str(ASSETS / name) for name in scripts]), "body": body}
    done = subprocess.run(
        [node, "-e", program], check=False, input=json.dumps(given), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
