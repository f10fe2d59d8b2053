"""The tiny worlds of tests/data, and copies of them to break."""

import shutil
from pathlib import Path

from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.model import Problem, Severity

DATA = Path(__file__).parents[1] / "data"


def load_world() -> Catalogue:
    """Load the good world."""
    return load_catalogue(DATA / "courses", DATA / "quizzes")


def load_broken() -> Catalogue:
    """Load the world with many faults."""
    return load_catalogue(DATA / "broken" / "courses", DATA / "broken" / "quizzes")


class World:
    """A copy of the good world in which files can be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(DATA / "courses", folder / "courses")
        shutil.copytree(DATA / "quizzes", folder / "quizzes")

    def load(self) -> Catalogue:
        """Load it as it stands now."""
        return load_catalogue(self.folder / "courses", self.folder / "quizzes")

    def change(self, file: str, old: str, new: str) -> None:
        """Replace a text that stands exactly once in a file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, file: str, data: str | bytes) -> None:
        """Write a file, with its folders."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    def delete(self, file: str) -> None:
        """Delete a file."""
        (self.folder / file).unlink()


def write_place(problem: Problem) -> str:
    """Write a problem in one line."""
    return f"{problem.place.file}:{problem.place.line}: {problem.severity}: {problem.message}"


def list_errors(catalogue: Catalogue) -> list[str]:
    """List all errors, one line each."""
    return [write_place(problem) for problem in catalogue.problems if problem.severity is Severity.ERROR]


def list_new(catalogue: Catalogue) -> list[str]:
    """List what the good world does not have."""
    known = {write_place(problem) for problem in load_world().problems}
    return [line for line in map(write_place, catalogue.problems) if line not in known]
