"""Play a package in a browser as a learner's platform would.

with Lms(package_bytes, "1.2") as lms:
    play = lms.launch(page)
    play.frame.click("text=Next")
    kept = play.close()
    assert judge(play.calls, "1.2") == []
    again = lms.launch(page, state=kept)
"""

import io
import zipfile
from types import TracebackType
from typing import Literal, Self

from playwright.sync_api import ConsoleMessage, Error, Frame, Page, Request

from lms.pyscorm import Item, Version, read
from tests.scorm_lms.calls import Call
from tests.scorm_lms.server import CONTENT, STRICT_POLICY, Server

How = Literal["frame", "nested", "foreign", "popup", "sandboxed", "sealed"]
"""In a frame; in a frame within a frame; with a frame of another origin between; in a window of its own; in a
frame that may run scripts but open and ask nothing; in one that is cut off from the platform too."""


class Lms:
    """A platform that holds one package. `version` is "1.2" or "2004"."""

    def __init__(
        self, package: bytes, version: str, *, policy: str = STRICT_POLICY, may_unload: bool = False
    ) -> None:
        self.version = "2004" if Version(version).is_2004 else "1.2"
        self.items = read(io.BytesIO(package)).package.items
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            self._files = {name: archive.read(name) for name in archive.namelist()}
        self._server = Server(self._files, policy, may_unload)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()

    @property
    def item(self) -> Item:
        """The first item."""
        return self.items[0]

    @property
    def missing(self) -> list[str]:
        """Files that the course asked for and the package does not have."""
        return self._server.missing

    def launch(
        self,
        page: Page,
        *,
        mode: str = "normal",
        credit: str = "",
        state: dict[str, str] | None = None,
        presets: dict[str, str] | None = None,
        failing: bool = False,
        api: bool = True,
        how: How = "frame",
        item: str = "",
        habits: dict[str, object] | None = None,
        forgets: tuple[str, ...] = (),
    ) -> "Play":
        """Open the course as a learner does, in `page`; `item` is the identifier of another one than the first.

        `credit` is what the platform says of it, by default what fits the mode; `state` is what an earlier
        `Play.close()` gave; `presets` are further values that the platform knows;
        `habits` are peculiarities of the platform: `slow` (milliseconds per commit), `answers` ("booleans",
        "undefined"), `cuts` (longest state); `forgets` are elements that it does not hand back;
        `failing` makes all commits fail; without `api` there is no platform at all; `how` is where it opens.
        """
        play = Play(page, how)
        page.goto(self._server.address + "lms.html")
        chosen = next((one for one in self.items if one.identifier == item), self.item)
        if state is not None:
            state = {element: value for element, value in state.items() if element not in forgets}
        launch = CONTENT + chosen.href
        if chosen.parameters:
            launch += "?" + chosen.parameters.lstrip("?")
        options = {
            "version": self.version,
            "mode": mode,
            "credit": credit or ("credit" if mode == "normal" else "no-credit"),
            "state": state,
            "presets": self._mark(chosen) | (presets or {}),
            "failing": failing,
            "habits": habits or {},
            "api": api,
            "how": how,
            "launch": launch,
        }
        play.start(options)
        return play

    def _mark(self, item: Item) -> dict[str, str]:
        """What the manifest lets the platform know of the pass mark."""
        if item.pass_mark is None:
            return {}
        if self.version == "1.2":
            return {"cmi.student_data.mastery_score": str(item.pass_mark)}
        return {"cmi.scaled_passing_score": f"{item.pass_mark / 100:g}"}


class Play:
    """One session of one learner."""

    def __init__(self, page: Page, how: How) -> None:
        self.page = page
        self.errors: list[str] = []
        """What the browser complained about: exceptions, refused scripts, failed requests."""
        self.outside: list[str] = []
        """Addresses on other hosts that the course asked for."""
        self._how = how
        self._popup: Page | None = None
        self._listen(page)

    def start(self, options: dict[str, object]) -> None:
        """Open the course; used by `Lms.launch`."""
        if self._how == "popup":
            with self.page.expect_popup() as opening:
                self.page.evaluate("options => lms.start(options)", options)
            self._popup = opening.value
            self._listen(self._popup)
            self._popup.wait_for_load_state()
        else:
            self.page.evaluate("options => lms.start(options)", options)
            self.frame.wait_for_load_state()

    @property
    def frame(self) -> Frame:
        """Where the course is."""
        if self._popup:
            return self._popup.main_frame
        found = self.page.frame(name="content")
        if found is None:
            raise LookupError("The course is closed.")
        return found

    @property
    def calls(self) -> list[Call]:
        """Everything the course said so far."""
        found = self.page.evaluate("lms.calls")
        return [
            Call(one["kind"], tuple(one["args"]), one["result"], one["error"], one["injected"], one["at"])
            for one in found
        ]

    @property
    def cmi(self) -> dict[str, str]:
        """What the platform has stored: values that were committed, and nothing else."""
        return self.page.evaluate("lms.kept")

    def fail(self, failing: bool = True) -> None:
        """Let commits fail from now on, or work again."""
        self.page.evaluate("failing => { lms.failing = failing; }", failing)

    def wait_for_calls(self, condition: str) -> None:
        """Wait until a JavaScript expression over `calls` is true, such as `calls.length > 3`."""
        self.page.wait_for_function(f"(() => {{ const calls = lms.calls; return {condition}; }})()")

    def close(self) -> dict[str, str]:
        """Leave the course as learners do, without saying goodbye; returns what the platform has stored."""
        if self._popup:
            with self._popup.expect_event("close"):
                self.page.evaluate("lms.close()")
        else:
            self.page.evaluate("lms.close()")
        return self.cmi

    def _listen(self, page: Page) -> None:
        page.on("pageerror", self._hear_error)
        page.on("console", self._hear_console)
        page.on("request", self._hear_request)

    def _hear_error(self, error: Error) -> None:
        self.errors.append(error.message)

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _hear_request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
            self.outside.append(request.url)
