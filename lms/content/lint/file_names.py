"""Checks the names of files: what has another name is not read, and its author should know."""

from pathlib import Path

from lms.content.course_folder import PICTURES
from lms.content.lesson_file import split_name
from lms.content.names import is_kebab, is_language
from lms.content.source_text import Source, name_for_messages


def check_course_names(root: Path, folder: Path, problems: list) -> None:
    """Report files of a course folder that nobody reads."""
    for path in _list_files(folder):
        parts = path.relative_to(folder).parts
        if parts[0] == "images" or (len(parts) == 1 and path.name in ("course.md", "README.md")):
            continue
        source = Source(name_for_messages(root, path), (), problems)
        if len(parts) == 2 and is_language(parts[0]) and path.suffix == ".md":
            if path.name != "index.md" and split_name(path.name) is None:
                source.error(
                    1, f"`{path.name}` is no name for a lesson.", "Use a number and an id: `01-why-regions.md`."
                )
        else:
            _report_unread(source, path)
    _check_images(root, folder / "images", problems)


def check_quiz_names(root: Path, folder: Path, problems: list) -> None:
    """Report files of a quiz folder that nobody reads."""
    for path in _list_files(folder):
        parts = path.relative_to(folder).parts
        if parts[0] == "images":
            continue
        known = path.name in ("quiz.md", "README.md") or (path.suffix == ".md" and is_language(path.stem))
        if len(parts) > 1 or not known:
            _report_unread(Source(name_for_messages(root, path), (), problems), path)
    _check_images(root, folder / "images", problems)


def check_region_names(root: Path, folder: Path, problems: list) -> None:
    """Report files of a region's folder that nobody reads."""
    for path in _list_files(folder):
        known = path.name in ("region.md", "README.md") or (path.suffix == ".md" and is_language(path.stem))
        if path.parent != folder or not known:
            _report_unread(Source(name_for_messages(root, path), (), problems), path)


def _list_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]


def _check_images(root: Path, folder: Path, problems: list) -> None:
    for path in _list_files(folder) if folder.is_dir() else []:
        if path.suffix not in PICTURES or path.parent != folder:
            _report_unread(Source(name_for_messages(root, path), (), problems), path)


def _report_unread(source: Source, path: Path) -> None:
    if path.suffix == ".md" or not is_kebab(path.stem):
        source.error(
            1,
            f"`{path.name}` is not read: no file here has such a name.",
            "Rename it in small letters, digits and hyphens, move it, or delete it.",
        )
    else:
        source.warning(1, f"`{path.name}` is not used.", "Delete it, or keep it outside the course.")
