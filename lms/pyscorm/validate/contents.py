"""What stands in the files: links that lead inside, scripts that behave, and one that talks to the platform."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from lms.pyscorm.findings import Finding, error, warning
from lms.pyscorm.package import File, Version

from .addresses import Address, css_addresses, read_page

LARGEST_FOR_PLAIN_PHP = 8_000_000
_PAGES = (".html", ".htm", ".xhtml", ".svg")
_HABITS = (
    (
        re.compile(rb"""["'](?:before)?unload["']|\bon(?:before)?unload\b"""),
        "The script waits for unload or beforeunload, which browsers no longer send.",
        "Save on pagehide and visibilitychange.",
    ),
    (
        re.compile(rb"\beval\s*\(|\bnew\s+Function\s*\("),
        "The script runs text as a program, which strict sites forbid.",
        "Write it without eval and new Function.",
    ),
    (
        re.compile(rb"(?<![\w.$])(?:window\.)?(?:alert|confirm|prompt)\s*\("),
        "The script opens a dialogue of the browser, which sandboxed frames swallow.",
        "Show the text in the page.",
    ),
    (
        re.compile(rb"\bwindow\.open\s*\("),
        "The script opens a window of its own, which browsers block.",
        "Show everything in the frame of the platform.",
    ),
    (
        re.compile(rb"\b(?:localStorage|sessionStorage|indexedDB)\b|\bdocument\.cookie\b"),
        "The script keeps something in the browser, which sandboxed frames forbid and shared computers give away.",
        "Keep it in the state that the platform stores.",
    ),
    (
        re.compile(rb"\bdocument\.domain\b"),
        "The script changes document.domain, which browsers no longer allow.",
        "Leave it out.",
    ),
    (
        re.compile(rb"student_name|learner_name|student_id|learner_id"),
        "The script reads who the learner is.",
        "Leave it out: the content needs neither name nor number.",
    ),
)


def content_findings(files: tuple[File, ...], launch: tuple[str, ...], version: Version) -> Iterator[Finding]:
    """Check the text files of a package; `launch` are the paths that a platform opens."""
    paths = {file.path for file in files}
    spoken = b"API_1484_11" if version.is_2004 else b"LMSInitialize"
    talking = {file.path for file in files if file.path.endswith(".js") and spoken in file.data}
    for file in files:
        if file.path.endswith(_PAGES):
            yield from _page(file, paths, talking if file.path in launch else None)
        elif file.path.endswith(".css"):
            for url in css_addresses(_decoded(file)):
                yield from _link(file.path, Address(url, 0, loads=True), paths)
        elif file.path.endswith(".js"):
            yield from _script(file)
    size = sum(len(file.data) for file in files)
    if size > LARGEST_FOR_PLAIN_PHP:
        yield warning(
            "package",
            "The files have %(size).1f MB; a Moodle with the settings that PHP brings along takes 2 to 8 MB.",
            "Make pictures smaller, or ask the platform about its limit for uploads.",
            size=size / 1_000_000,
        )


def _page(file: File, paths: set[str], talking: set[str] | None) -> Iterator[Finding]:
    page = read_page(_decoded(file))
    first: dict[tuple[str, bool], Address] = {}
    for address in page.addresses:
        first.setdefault((address.url, address.loads), address)
    for address in first.values():
        for fault in _link(file.path, address, paths):
            yield replace(fault, place=f"{file.path}:{page.line(address.offset)}")
    for offset in page.inline_scripts:
        yield warning(
            f"{file.path}:{page.line(offset)}",
            "A script stands in the page; strict sites do not run it.",
            "Put it into a .js file.",
        )
    for offset in page.bases:
        yield error(
            f"{file.path}:{page.line(offset)}",
            "A <base> element changes where links lead.",
            "Take it out; keep links relative.",
        )
    if talking is not None and not any(_target(file.path, src) in talking for src in page.scripts):
        yield error(
            file.path,
            "The launch file loads no script that talks to the platform.",
            "Load the runtime script in it: without it nothing is stored.",
        )


def _script(file: File) -> Iterator[Finding]:
    for habit, message, fix in _HABITS:
        if found := habit.search(file.data):
            line = file.data.count(b"\n", 0, found.start()) + 1
            yield warning(f"{file.path}:{line}", message, fix)


def _link(place: str, address: Address, paths: set[str]) -> Iterator[Finding]:
    url = address.url
    try:
        parts = urlsplit(url)
    except ValueError:
        yield error(place, "The address %(url)s cannot be read.", "Correct it.", url=url)
        return
    if parts.scheme.lower() in ("http", "https") or url.startswith("//"):
        if address.loads:
            yield error(
                place,
                "The page fetches %(url)s from another host.",
                "Put the file into the package: learners' networks block such requests.",
                url=url,
            )
    elif parts.scheme.lower() in ("data", "blob", "mailto", "tel", "about"):
        return
    elif parts.scheme or url.startswith(("/", "\\")) or "\\" in url:
        yield error(
            place,
            "The address %(url)s is absolute.",
            "Write it relative to the file it stands in.",
            url=url,
        )
    elif parts.path:
        yield from _inside(place, url, _target(place, url), paths)


def _inside(place: str, url: str, target: str, paths: set[str]) -> Iterator[Finding]:
    if target in paths:
        return
    near = next((path for path in sorted(paths) if path.lower() == target.lower()), "")
    yield error(
        place,
        "The address %(url)s leads to no file of the package.",
        "Write it as the file is written: %(near)s." if near else "Add the file or correct the address.",
        url=url,
        near=near,
    )


def _target(path: str, url: str) -> str:
    """Find the file that an address in the file `path` means; one that climbs out begins with `..`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(urlsplit(url).path)))


def _decoded(file: File) -> str:
    return file.data.decode("utf-8", "replace")
