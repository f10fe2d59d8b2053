"""E2: an export inside a running process, against zipping the same files and against bare rendering."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import bleach
import markdown
import nh3
from bleach.linkifier import LinkifyFilter

from benchmarks.measure import Row, alternate
from benchmarks.world import World, get_course, get_renderer
from lms import pyscorm
from lms.content.model import Course
from lms.content.render import INLINE_TAGS, TAGS, Renderer
from lms.export.scorm import build_package

_ROUNDS_OF_FIRST = 3
"""Turns of a first export are long: one in so many of the others is enough."""


def run(world: World) -> list[Row]:
    """Measure the export with kept pages and the first one."""
    course, renderer, setting = get_course(world.app), get_renderer(world.app), world.setting
    files = unpack(export(course, renderer, world))
    kept = alternate(lambda: export(course, renderer, world), lambda: pack(files), setting.rounds, 2, 2)
    first = alternate(
        lambda: _export_first(course, world),
        lambda: (render_and_clean(course), pack(files)),
        max(2, setting.rounds // _ROUNDS_OF_FIRST),
    )
    name = f"{course.id}, {len(course.lessons)} lessons"
    return [
        kept.row("E2", f"export with kept pages ({name}) : zip of the same files", 4),
        first.row("E2", "first export : Markdown + bleach + nh3 + zip of the same texts", 1.3),
    ]


def _export_first(course: Course, world: World) -> None:
    with TemporaryDirectory(dir=world.folder) as folder:
        renderer = Renderer(Path(folder))
        export(course, renderer, world)
        renderer.store.save()


def export(course: Course, renderer: Renderer, world: World) -> bytes:
    """Make the package as the trainer's page does, without the check."""
    version = pyscorm.Version.SCORM_1_2
    stream = io.BytesIO()
    pyscorm.write(build_package(course, renderer, world.words, version), stream, version)
    return stream.getvalue()


def unpack(package: bytes) -> list[tuple[str, bytes, int]]:
    """List the files of a package with the way each of them is compressed."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(entry.filename, archive.read(entry), entry.compress_type) for entry in archive.infolist()]


def pack(files: list[tuple[str, bytes, int]]) -> bytes:
    """Zip finished files, with the level that packages have."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data, kind in files:
            archive.writestr(zipfile.ZipInfo(name), data, kind, 6)
    return stream.getvalue()


def list_texts(course: Course) -> set[tuple[str, bool]]:
    """List every text of a package once, and whether it stands in a line of its own page."""
    return {(text, inline) for text, inline in _texts(course) if text.strip()}


def render_and_clean(course: Course) -> list[str]:
    """Do what any program that uses these libraries has to do, and nothing else."""
    tools = {inline: _make_tools(inline) for inline in (False, True)}
    return [tools[inline](text) for text, inline in sorted(list_texts(course))]


def _texts(course: Course) -> Iterator[tuple[str, bool]]:
    yield course.welcome, False
    for lesson in course.lessons:
        for page in lesson.pages:
            for block in page.blocks:
                yield block.markdown, False
    for quiz in course.quizzes():
        for question in quiz.questions:
            yield question.text, False
            yield question.reply, False
            for choice in question.choices:
                yield choice.text, True
                yield choice.match, True
                yield choice.reply, True


def _make_tools(inline: bool) -> Callable[[str], str]:
    tags = INLINE_TAGS if inline else TAGS
    reader = markdown.Markdown(extensions=[] if inline else ["tables", "sane_lists"], output_format="html")
    attributes = {
        "a": ["href"],
        "img": ["src", "alt", "title"],
        "th": ["align"],
        "td": ["align"],
        "ol": ["start"],
    }
    cleaner = bleach.Cleaner(tags=tags, attributes=attributes, strip=True, filters=[LinkifyFilter])
    last_word = nh3.Cleaner(
        tags=set(tags), attributes={tag: set(names) for tag, names in attributes.items() if tag in tags}
    )
    return lambda text: last_word.clean(cleaner.clean(reader.reset().convert(text)))
