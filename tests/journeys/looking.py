"""Looks at a page as the accessibility rules do, and keeps what the browser complains about."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

from lms.language import LANGUAGES
from tests.journeys.site import ROOT, Site

PHONE, SMALL_PHONE, DESK = 390, 320, 1280
_HEIGHT = 900
_RUN = """
async (only) => {
  const options = only
    ? { runOnly: { type: 'rule', values: [only] } }
    : { rules: { 'target-size': { enabled: true } } };
  const found = await axe.run(document, options);
  const say = (one, node) => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n')[1]}`;
  return found.violations.flatMap((one) => one.nodes.map((node) => say(one, node)));
}
"""


@cache
def _rules() -> str:
    path = ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
    assert path.is_file(), "axe-core is not there: run `npm ci` in tests/node"
    return path.read_text(encoding="utf-8")


class Complaints:
    """What goes wrong while a page is used: errors, broken policy, requests to other hosts."""

    def __init__(self, page: Page, site: Site) -> None:
        self.found: list[str] = []
        self._host = urlsplit(site.address).netloc
        self._page = page
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser also reports the status of the page itself when it is an error page.
        own = "status of" in message.text and message.location.get("url") == self._page.url
        if message.type in ("error", "warning") and not own:
            self.found.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._host:
            self.found.append(f"another host: {request.url}")


def violations(page: Page) -> list[str]:
    """Everything the rules find on this page at both widths, in light and in dark."""
    page.evaluate(_rules())
    found = set()
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        for scheme, only in (("light", None), ("dark", "color-contrast")):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found |= {f"{width} px {scheme}: {text}" for text in page.evaluate(_RUN, only)}
    page.emulate_media(color_scheme="light")
    return sorted(found)


def overflow(page: Page) -> list[str]:
    """The widths at which the page is wider than the window, with what sticks out."""
    found = []
    for width in (SMALL_PHONE, PHONE):
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        wide = page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? null
              : [...document.querySelectorAll('main *, header *, footer *, aside *')]
                .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ') || 'something'"""
        )
        if wide:
            found.append(f"wider than {width} px: {wide}")
    return found


def frame_faults(page: Page) -> list[str]:
    """Whether the page has its language, one title, one main heading, and one main part."""
    facts: dict[str, Any] = page.evaluate(
        """() => ({
          lang: document.documentElement.lang,
          title: document.title,
          h1: document.querySelectorAll('h1').length,
          main: document.querySelectorAll('main').length,
          empty: [...document.querySelectorAll('h1, h2, h3')].filter((one) => !one.textContent.trim()).length,
          ids: [...document.querySelectorAll('[id]')].map((one) => one.id),
        })"""
    )
    ids = facts["ids"]
    faults = [f"{name} occurs twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    faults += [] if facts["lang"] in LANGUAGES else [f"lang is {facts['lang']!r}"]
    faults += [] if facts["title"].strip() else ["no title"]
    faults += [] if facts["h1"] == 1 else [f"{facts['h1']} h1"]
    faults += [] if facts["main"] == 1 else [f"{facts['main']} main"]
    return faults + (["an empty heading"] if facts["empty"] else [])


def look(page: Page) -> list[str]:
    """All of these at once."""
    return frame_faults(page) + violations(page) + overflow(page)


def look_on_a_phone(page: Page) -> list[str]:
    """The same at the width of a phone and in light alone, for pages that were looked at fully before."""
    page.set_viewport_size({"width": PHONE, "height": _HEIGHT})
    page.evaluate(_rules())
    return frame_faults(page) + page.evaluate(_RUN, None) + overflow(page)
