"""The smallest course: a page that opens a session and leaves it to the test what to say."""

import io

from lms.pyscorm import File, Item, Package, Version, runtime_script, write

PAGE = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Tiny</title>
<link rel="icon" href="data:,">
<script src="scorm.js"></script>
<script src="tiny.js"></script>
</head>
<body><h1>Tiny</h1></body>
</html>
"""
SCRIPT = b"""
const asked = new URLSearchParams(location.search);
const heard = [];
const session = Scorm.connect({
  version: asked.get("version"),
  passMark: asked.has("mark") ? Number(asked.get("mark")) : null,
  onTrouble: (kind) => heard.push(kind),
  onRecovered: () => heard.push("recovered"),
  onClosed: () => heard.push("closed"),
});
"""


def tiny_package(version: str, mark: int | None = None) -> Package:
    """Make the course for an edition, with a pass mark or without."""
    asked = f"?version={version}" + ("" if mark is None else f"&mark={mark}")
    return Package(
        identifier="tiny",
        title="Tiny",
        language="en",
        items=(Item("tiny-1", "Tiny", "index.html", pass_mark=mark, parameters=asked),),
        files=(File("index.html", PAGE), File("scorm.js", runtime_script()), File("tiny.js", SCRIPT)),
    )


def tiny_zip(version: str, mark: int | None = None) -> bytes:
    """Make the zipped course."""
    stream = io.BytesIO()
    write(tiny_package(version, mark), stream, Version(version))
    return stream.getvalue()
