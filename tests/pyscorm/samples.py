"""Packages to test with."""

import io
from dataclasses import replace

from lms.pyscorm import File, Item, Package, Version, runtime_script, write

PAGE = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Why regions?</title>
<link rel="stylesheet" href="style/lesson.css"><script src="scorm.js" defer></script></head>
<body><h1>Why regions?</h1><p><a href="pages/second.html#end">On</a> <a href="https://ec.europa.eu/">Source</a></p>
<script type="application/json">{"pages": 2}</script></body>
</html>
"""


def good_package(**changes: object) -> Package:
    """A package without a fault, changed as asked."""
    package = Package(
        identifier="foundations",
        title="Why regions?",
        language="en",
        items=(Item("foundations-1", "Why regions?", "index.html", parameters="?lang=en", state_size=4000),),
        files=(
            File("index.html", PAGE),
            File("scorm.js", runtime_script()),
            File("pages/second.html", b'<!doctype html><title>2</title><img src="../images/map.svg" alt="">'),
            File("style/lesson.css", b"/* url(none.png) */ body { background: url('../images/map.svg') }"),
            File("images/map.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><title>Map</title></svg>'),
        ),
        revision="2026-11-22",
    )
    return replace(package, **changes)


def with_files(*files: File) -> Package:
    """The good package with more files, or with others under the same path."""
    paths = {file.path for file in files}
    package = good_package()
    kept = tuple(file for file in package.files if file.path not in paths)
    return replace(package, files=(*kept, *files))


def with_item(**changes: object) -> Package:
    """The good package with a change in its only item."""
    package = good_package()
    return replace(package, items=(replace(package.items[0], **changes),))


def zipped(package: Package, version: str = "1.2") -> bytes:
    """The package as its zip."""
    stream = io.BytesIO()
    write(package, stream, Version(version))
    return stream.getvalue()
