"""SCORM packages: build, check, write and read back, for SCORM 1.2 and 2004. Knows nothing of this house."""

from .archive import manifest, write
from .comparing import Comparison, Verdict, compare, find_structure
from .errors import ScormError
from .findings import Finding, Severity
from .package import File, Item, Package, Version
from .reading import Limits, Reading, check, read
from .remarks import Remark
from .runtime import runtime_script
from .simulator import SimulationReport, simulate
from .structure import STRUCTURE, LessonShape, QuestionShape, QuizShape, Structure
from .validate import problems

__all__ = [
    "STRUCTURE",
    "Comparison",
    "File",
    "Finding",
    "Item",
    "LessonShape",
    "Limits",
    "Package",
    "QuestionShape",
    "QuizShape",
    "Reading",
    "Remark",
    "ScormError",
    "Severity",
    "SimulationReport",
    "Structure",
    "Verdict",
    "Version",
    "check",
    "compare",
    "find_structure",
    "manifest",
    "problems",
    "read",
    "runtime_script",
    "simulate",
    "write",
]
