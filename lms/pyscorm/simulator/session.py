"""One session of one learner: a fresh window, a platform around it, and the package's scripts inside."""

import json
import posixpath
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from lms.pyscorm.package import Item, Version
from lms.pyscorm.reading import Reading
from lms.pyscorm.validate.addresses import read_page

from .calls import Call
from .engine import ScriptFault, Window

_DRIVER = ("open", "steps", "play", "state", "notices")


@dataclass(frozen=True, slots=True)
class Content:
    """What is played: an item of a package, and the scripts that its launch file loads, in order."""

    item: Item
    version: Version
    scripts: tuple[tuple[str, str], ...]
    """Path and text; without the ones that draw (`data-view`)."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a learner does: reads a page, sends a quiz, sits the exam."""

    id: str
    kind: str
    """page, quiz or exam."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a platform starts a session."""

    mode: str = "normal"
    credit: str = "credit"
    kept: dict[str, str] = field(default_factory=dict)
    """What it kept of earlier sessions."""
    failing: bool = False
    """It stores nothing."""
    present: bool = True
    """There is a platform at all."""
    day: int = 0
    """Days since the first session; chance depends on it too."""


def find_content(reading: Reading, item: Item) -> Content:
    """Collect what an item runs; a script that is not in the package is left out (checks tell of it)."""
    files = {file.path: file.data for file in reading.package.files}
    page = read_page(files.get(item.href, b"").decode("utf-8", "replace"))
    wanted = [src for src in page.scripts if src not in page.views and not urlsplit(src).scheme]
    paths = [posixpath.normpath(posixpath.join(posixpath.dirname(item.href), _path(src))) for src in wanted]
    scripts = tuple((path, files[path].decode("utf-8", "replace")) for path in paths if path in files)
    return Content(item, reading.version, scripts)


def _path(address: str) -> str:
    return unquote(urlsplit(address).path)


class Session:
    """A learner's session. Raises ScriptFault as soon as a script breaks off."""

    def __init__(self, content: Content, setting: Setting) -> None:
        self._window = Window()
        self._content = content
        self._place = content.item.href
        self._call("sim.begin", setting.day, setting.day + 1)
        self._call("text => { location.search = text; }", _query(content.item.parameters))
        self._call("options => { globalThis.platform = offerPlatform(options); }", self._options(setting))
        if setting.present:
            name = "API_1484_11" if content.version.is_2004 else "API"
            self._call("name => { sim.frame[name] = platform.api; }", name)

    def open(self) -> None:
        """Load the scripts and begin, as a browser does when the launch file is opened."""
        for path, text in self._content.scripts:
            self._place = path
            self._window.run(text, path)
        self._place = "window.Course"
        missing = self._call(
            "names => names.filter(name => !globalThis.Course || typeof Course[name] !== 'function')",
            list(_DRIVER),
        )
        if missing:
            raise ScriptFault(self._place, f"missing: {', '.join(missing)}")
        self._call("() => { Course.open(); }")
        self._call("() => { sim.fire('document', 'DOMContentLoaded'); sim.fire('window', 'load'); }")
        self._complain()

    def steps(self) -> tuple[Step, ...]:
        """List what a learner can do, in order."""
        found = self._call("() => Course.steps().map(step => ({ id: String(step.id), kind: String(step.kind) }))")
        return tuple(Step(one["id"], one["kind"]) for one in found)

    def play(self, step: Step, how: str = "right") -> bool:
        """Do one step; gives whether it was taken."""
        self._window.wait(30_000, self._place)
        taken = self._call("(id, how) => Course.play(id, how) === true", step.id, how)
        self._window.wait(1_500, self._place)
        self._complain()
        return bool(taken)

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self._window.wait(seconds * 1000, self._place)
        self._complain()

    def state(self) -> str:
        """Everything that the learner would find again, as a text that can be compared."""
        return json.dumps(self._call("() => Course.state()"), sort_keys=True)

    def notices(self) -> list[str]:
        """What the learner was told, oldest first."""
        return [str(one) for one in self._call("() => Array.from(Course.notices())")]

    def fail(self, failing: bool) -> None:
        """Let the platform store nothing, or store again."""
        self._call("failing => { platform.failing = failing; }", failing)

    def leave(self) -> dict[str, str]:
        """Close the window as a learner does; gives what the platform kept."""
        self._call("() => { document.visibilityState = 'hidden'; document.hidden = true; }")
        self._call("() => { sim.fire('window', 'pagehide', { persisted: false }); }")
        self._call("() => { sim.fire('document', 'visibilitychange'); }")
        self._complain()
        return self.kept

    @property
    def kept(self) -> dict[str, str]:
        """What the platform has stored so far; all there is when the browser is killed now."""
        return dict(self._call("() => platform.kept"))

    @property
    def calls(self) -> tuple[Call, ...]:
        """Everything that was said to the platform."""
        return tuple(Call(*one) for one in self._call("() => platform.calls"))

    @property
    def requests(self) -> list[str]:
        """Addresses that scripts asked for; a package has no reason to."""
        return list(self._call("() => sim.requests"))

    def _options(self, setting: Setting) -> dict[str, object]:
        return {
            "version": "2004" if self._content.version.is_2004 else "1.2",
            "mode": setting.mode,
            "credit": setting.credit,
            "kept": setting.kept,
            "failing": setting.failing,
            "mark": self._content.item.pass_mark,
            "language": "en",
        }

    def _call(self, function: str, *given: object) -> object:
        return self._window.ask(function, self._place, *given)

    def _complain(self) -> None:
        errors = self._call("() => sim.errors")
        if errors:
            raise ScriptFault(self._place, str(errors[0]))


def _query(parameters: str) -> str:
    return f"?{parameters.lstrip('?')}" if parameters else ""
