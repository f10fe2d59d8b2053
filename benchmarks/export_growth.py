"""E3: time, memory and size of the export when the course is ten times as long, and whether the bytes stay."""

import json
import subprocess
import sys
import zlib
from pathlib import Path
from zipfile import ZIP_STORED

from flask import Flask

from benchmarks.export_speed import export, unpack
from benchmarks.measure import Row, alternate, megabytes, milliseconds
from benchmarks.world import COURSE, World, get_config, get_course, get_renderer


def run(world: World) -> list[Row]:
    """Measure an export of the course as it is, and of one many times as long."""
    copies, small, large = world.setting.copies, _exporter(world.app, world), _exporter(world.grown_app, world)
    time = alternate(large, small, max(2, world.setting.rounds // 2), 1, copies)
    return [
        Row(
            "E3",
            f"export of {copies} times the course : of the course, time",
            milliseconds(time.ours),
            milliseconds(time.other),
            time.ratio,
            1.1 * copies,
        ),
        _memory_row(world),
        _size_row(large()),
        _sameness_row(large(), world),
    ]


def _exporter(app: Flask, world: World):  # type: ignore[no-untyped-def]
    course, renderer = get_course(app), get_renderer(app)
    return lambda: export(course, renderer, world)


def _memory_row(world: World) -> Row:
    large, small = _export_elsewhere(world.grown_app, world), _export_elsewhere(world.app, world)
    more = (large["peak"] - small["peak"]) / 1e6
    what = f"highest memory of a process that exports {world.setting.copies} times the course : the course"
    return Row("E3", what, megabytes(large["peak"]), megabytes(small["peak"]), more, 20, "MB more")


def _size_row(package: bytes) -> Row:
    files = unpack(package)
    floor = sum(len(data) if kind == ZIP_STORED else len(zlib.compress(data, 9)) for _, data, kind in files)
    what = "size of the package : pictures + deflated text"
    return Row("E3", what, f"{len(package):,} B", f"{floor:,} B", len(package) / floor, 1.05)


def _sameness_row(package: bytes, world: World) -> Row:
    again = _export_elsewhere(world.grown_app, world)["digest"]
    digest = f"{zlib.crc32(package):08x}"
    what = "bytes of the package in this process : in another one (0 = the same)"
    return Row("E3", what, digest, again, float(digest != again), 0, "")


def _export_elsewhere(app: Flask, world: World) -> dict:
    """Export in a new process; say its highest memory and a digest of the package."""
    config = get_config(app)
    arguments = [str(config.courses), str(config.quizzes), str(config.var / "pages"), COURSE]
    command = [sys.executable, "-m", "benchmarks.export_alone", *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    return json.loads(told.stdout)
