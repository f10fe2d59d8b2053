"""SCORM packages: build, check, write and read back, for SCORM 1.2 and 2004. Knows nothing of this house."""

from .archive import manifest, write
from .errors import ScormError
from .findings import Finding, Severity
from .package import File, Item, Package, Version
from .reading import Limits, Reading, check, read
from .runtime import runtime_script
from .validate import problems

__all__ = [
    "File",
    "Finding",
    "Item",
    "Limits",
    "Package",
    "Reading",
    "ScormError",
    "Severity",
    "Version",
    "check",
    "manifest",
    "problems",
    "read",
    "runtime_script",
    "write",
]
