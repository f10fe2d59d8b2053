"""The browser for these tests."""

from tests.browser import chromium, page  # noqa: F401
