"""Headless Chromium for tests.

In the conftest.py of a folder: `from tests.browser import chromium, page  # noqa: F401`.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Shared:
    """The one browser of a run: a second Playwright cannot be started while the first one lives."""

    def __init__(self) -> None:
        self.users = 0
        self.playwright: Playwright | None = None
        self.browser: Browser | None = None

    def take(self) -> Browser:
        self.users += 1
        if self.browser is None:
            path = next(filter(None, map(shutil.which, _NAMES)), None)
            if path is None:
                pytest.fail("No browser found: install the package chromium.")
            self.playwright = sync_playwright().start()
            self.browser = self.playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        return self.browser

    def give_back(self) -> None:
        self.users -= 1
        if self.users == 0 and self.browser and self.playwright:
            self.browser.close()
            self.playwright.stop()
            self.browser = self.playwright = None


_shared = _Shared()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a run, however many folders import this fixture."""
    yield _shared.take()
    _shared.give_back()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page with nothing in its memory."""
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/Dublin")
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()
