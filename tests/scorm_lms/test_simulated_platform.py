"""The simulated platform and the independent one answer alike, value by value."""

import pytest
from playwright.sync_api import Page

from tests.pyscorm.test_platform import Platform
from tests.scorm_lms.host import Lms

pytestmark = pytest.mark.browser

SAID = {
    "1.2": [
        ("cmi.core.lesson_status", "incomplete"),
        ("cmi.core.lesson_status", "Passed"),
        ("cmi.core.lesson_status", "not attempted"),
        ("cmi.core.lesson_location", "x" * 255),
        ("cmi.core.lesson_location", "x" * 256),
        ("cmi.core.score.raw", "66.67"),
        ("cmi.core.score.raw", "101"),
        ("cmi.core.score.raw", "-1"),
        ("cmi.core.score.raw", "ten"),
        ("cmi.core.session_time", "0001:02:03"),
        ("cmi.core.session_time", "PT1S"),
        ("cmi.core.exit", "suspend"),
        ("cmi.core.exit", "normal"),
        ("cmi.core.student_id", "x"),
        ("cmi.core.credit", "credit"),
        ("cmi.student_preference.audio", "101"),
        ("cmi.interactions.0.id", "q1"),
        ("cmi.interactions.0.type", "choice"),
        ("cmi.interactions.0.type", "guess"),
        ("cmi.interactions.0.student_response", "a,c"),
        ("cmi.interactions.0.result", "wrong"),
        ("cmi.interactions.0.result", "incorrect"),
        ("cmi.interactions.0.latency", "00:00:12"),
        ("cmi.interactions.0.latency", "12"),
    ],
    "2004": [
        ("cmi.completion_status", "completed"),
        ("cmi.completion_status", "passed"),
        ("cmi.success_status", "failed"),
        ("cmi.score.scaled", "0.8"),
        ("cmi.score.scaled", "1.1"),
        ("cmi.score.raw", "80"),
        ("cmi.score.raw", "eighty"),
        ("cmi.progress_measure", "0.5"),
        ("cmi.progress_measure", "1.5"),
        ("cmi.location", "x" * 1000),
        ("cmi.location", "x" * 1001),
        ("cmi.suspend_data", "x" * 64000),
        ("cmi.suspend_data", "x" * 64001),
        ("cmi.session_time", "PT1H2M3S"),
        ("cmi.session_time", "00:00:01"),
        ("cmi.exit", "suspend"),
        ("cmi.exit", "leave"),
        ("cmi.learner_id", "x"),
        ("cmi.interactions.0.type", "choice"),
        ("cmi.interactions.0.id", "q1"),
        ("cmi.interactions.0.learner_response", "a"),
        ("cmi.interactions.0.type", "choice"),
        ("cmi.interactions.0.learner_response", "a[,]c"),
        ("cmi.interactions.0.timestamp", "2026-11-22T10:00:00"),
        ("cmi.interactions.0.timestamp", "2026-11-22T10:00:00Z"),
        ("cmi.interactions.0.result", "incorrect"),
        ("cmi.interactions.0.result", "wrong"),
        ("cmi.interactions.2.id", "q3"),
        ("cmi.core.exit", "suspend"),
    ],
}

STRICTER = {("cmi.core.exit", "normal"), ("cmi.interactions.0.result", "incorrect")}
"""Words of the later edition that the independent platform takes in SCORM 1.2 as well; the standard does not."""


def test_every_value_gets_the_same_answer(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    names = (
        ("API", "LMSSetValue", "LMSGetLastError")
        if version == "1.2"
        else ("API_1484_11", "SetValue", "GetLastError")
    )
    theirs = page.evaluate(
        "([said, [api, set, error]]) => said.map(([element, value]) =>"
        " [window[api][set](element, value), window[api][error]()])",
        [SAID[version], names],
    )
    play.close()
    platform = Platform(version)
    for (element, value), (result, error) in zip(SAID[version], theirs, strict=True):
        wanted = "405" if (element, value) in STRICTER and version == "1.2" else error
        assert platform.set(element, value) == wanted, (element, value[:30], result)
        assert (error == "0") is (result == "true")
