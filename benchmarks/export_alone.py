"""Exports one course in a process of its own and tells its highest memory: COURSES QUIZZES PAGES ID."""

import io
import json
import sys
import zlib
from pathlib import Path

from lms import pyscorm
from lms.content.catalogue import load_catalogue
from lms.content.render import Renderer
from lms.export.scorm import build_package
from lms.language import words


def main(courses: str, quizzes: str, pages: str, course_id: str) -> None:
    """Do what the command line does, and print what it took as JSON."""
    course = load_catalogue(Path(courses), Path(quizzes)).find_course(course_id, "en")
    if course is None:
        raise SystemExit(f"The course {course_id!r} is not published.")
    version, stream = pyscorm.Version.SCORM_1_2, io.BytesIO()
    pyscorm.write(build_package(course, Renderer(Path(pages)), words("en"), version), stream, version)
    digest = f"{zlib.crc32(stream.getvalue()):08x}"
    print(json.dumps({"peak": _peak(), "digest": digest}))


def _peak() -> int:
    # Not getrusage: its figure begins with the size of the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))


if __name__ == "__main__":
    main(*sys.argv[1:])
