"""The script that talks to the platform, to be put into a package."""

from functools import cache
from pathlib import Path


@cache
def runtime_script() -> bytes:
    """Read `scorm.js`, which defines `window.Scorm`: both interfaces of the Run-Time Environment."""
    return Path(__file__).with_name("scorm.js").read_bytes()
