"""E1 and EA: whole commands, in the CPU time of their processes: one package beside npm's tools, all over two."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.export_speed import list_texts
from benchmarks.measure import Row, alternate, milliseconds
from benchmarks.world import COURSE, HERE, World, get_course
from lms.export.played import FOLDER

_PACKAGER = ("simple-scorm-packager@0.2.7", "marked")
_LIASCRIPT = ("@liascript/exporter",)
_SCRIPT = """
import fs from "fs";
import { createRequire } from "module";
const require = createRequire(import.meta.url);
const { marked } = await import("marked");
const pack = require("simple-scorm-packager");
const texts = JSON.parse(fs.readFileSync("texts.json", "utf-8"));
fs.rmSync("out", { recursive: true, force: true });
fs.mkdirSync("out/source", { recursive: true });
const page = body => "<!doctype html><meta charset=utf-8>" + body;
texts.forEach((text, at) => fs.writeFileSync(`out/source/page-${at}.html`, page(marked.parse(text))));
fs.writeFileSync("out/source/index.html", page("<h1>Course</h1>"));
fs.cpSync("pictures", "out/source/images", { recursive: true });
await new Promise(done => pack({ version: "1.2", organization: "Test", title: "Course", language: "en",
  identifier: "course", masteryScore: 70, startingPage: "index.html", source: "out/source",
  package: { version: "1", zip: true, outputFolder: "out" } }, done));
"""


def run(world: World) -> list[Row]:
    """Measure the whole command, and many packages by one process and by two."""
    environ = {**_clean(), **world.environ, "PYTHONPATH": str(HERE)}
    words = _lms("scorm", COURSE, "--output", str(world.folder / "one.zip"))
    ours = _Command(words, HERE, environ)
    anew = _Command(words, HERE, environ, forget=_played(world))
    rounds = max(2, world.setting.rounds // 5)
    return [*_liascript(world), *_packager(world, ours, anew, rounds), *_all(world, environ)]


def _liascript(world: World) -> list[Row]:
    what = "lms export scorm : @liascript/exporter, at most 1/25"
    if not _install(world.folder / "liascript", _LIASCRIPT):
        return [Row("E1", what, "-", "cannot be installed here", 0, None, "")]
    return [Row("E1", what, "-", "installed, but no course of ours is written in its language", 0, None, "")]


def _packager(world: World, ours: "_Command", anew: "_Command", rounds: int) -> list[Row]:
    what = (
        "lms export scorm, checked; pages and outcome of playing kept : marked + simple-scorm-packager, unchecked"
    )
    folder = world.folder / "packager"
    if not _install(folder, _PACKAGER):
        return [Row("E1", what, "-", "cannot be installed here", 0, None, "")]
    course = get_course(world.app)
    texts = sorted(text for text, _ in list_texts(course))
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    (folder / "pack.mjs").write_text(_SCRIPT, encoding="utf-8")
    shutil.copytree(course.folder / "images", folder / "pictures", dirs_exist_ok=True)
    other = _Command(["node", "pack.mjs"], folder, _clean())
    pair = alternate(ours, other, rounds, clocks=(_children, _children))
    played = alternate(anew, ours, rounds, clocks=(_children, _children))
    return [
        pair.row("E1", f"{what} ({len(texts)} texts)", 1),
        played.row("E1", "the same, played anew : outcome kept", None),
    ]


def _all(world: World, environ: dict[str, str]) -> list[Row]:
    """Compare what one process takes with what two would on two idle processors.

    In CPU time, so that a busy machine does not count: what the first process does alone, and half of what the two
    workers do, with half a turn for the one that ends last. The clock, beside it, is right on an idle machine.
    """
    regions = ",".join(sorted(get_regions(world))[: 2 if world.setting.rounds < 5 else None])
    taken = {}
    for processes in (1, 2):
        folder = world.folder / f"all-{processes}"
        # What the first one played would be kept for the second.
        shutil.rmtree(_played(world), ignore_errors=True)
        words = ["all", "--output", str(folder), "--regions", regions, "--processes", str(processes)]
        command = [sys.executable, "-m", "benchmarks.export_apart", *words]
        told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE, env=environ)
        taken[processes] = json.loads(told.stdout.splitlines()[-1])
    one = taken[1]["own"] + taken[1]["children"]
    two = taken[2]["own"] + taken[2]["children"] / 2 * (1 + 1 / 16)
    what = f"lms export all, {taken[1]['packages']} packages: two processors : half of one (1.25 = 0.8 of linear)"
    slow, quick = taken[1]["elapsed"] / 2, taken[2]["elapsed"]
    return [
        Row("EA", what, milliseconds(two), milliseconds(one / 2), two / (one / 2), 1.25),
        Row(
            "EA",
            "the same by the clock, true on an idle machine",
            milliseconds(quick),
            milliseconds(slow),
            quick / slow,
            None,
        ),
    ]


def get_regions(world: World) -> list[str]:
    """Give the regions of the courses."""
    return list(world.app.extensions["lms"].catalogue.regions)


class _Command:
    """A command that can be called again and again."""

    def __init__(
        self, words: Sequence[str], folder: Path, environ: dict[str, str], forget: Path | None = None
    ) -> None:
        self._words, self._folder, self._environ, self._forget = list(words), folder, environ, forget

    def __call__(self) -> None:
        if self._forget:
            shutil.rmtree(self._forget, ignore_errors=True)
        subprocess.run(self._words, check=True, capture_output=True, cwd=self._folder, env=self._environ)


def _played(world: World) -> Path:
    return Path(world.environ["LMS_VAR"]) / FOLDER


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _lms(*words: str) -> list[str]:
    return [sys.executable, "-m", "lms", "export", *words]


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}


def _install(folder: Path, packages: Sequence[str]) -> bool:
    """Install tools of npm into a folder of their own; false where that cannot be done."""
    if not shutil.which("npm"):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}', encoding="ascii")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages]
    return subprocess.run(command, check=False, capture_output=True, cwd=folder).returncode == 0
