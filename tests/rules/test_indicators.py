"""A definition cannot change without a new version."""

import hashlib
import json
from dataclasses import asdict

import pytest

from lms.rules.background import TOPICS
from lms.rules.definitions import DEFINITIONS
from lms.rules.indicators import INDICATORS, VERSION

DIGESTS = {1: "80d3afa8364e525160bb66949d2bad4da8cba6e494d40df0a466677c5ed9a706"}
"""Version -> digest of its definitions. Add a line with the new version; never change one."""


def test_the_version_stands_for_these_definitions() -> None:
    assert max(DIGESTS) == VERSION
    told = json.dumps([asdict(indicator) for indicator in INDICATORS], sort_keys=True)
    assert hashlib.sha256(told.encode()).hexdigest() == DIGESTS[VERSION]


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.id)
def test_an_indicator_says_all_that_an_auditor_asks(indicator) -> None:  # type: ignore[no-untyped-def]
    assert all((indicator.name, indicator.definition, indicator.unit, indicator.source, indicator.once))
    known = {topic.id for topic in TOPICS} | {"category", "language", "region"}
    assert set(indicator.breakdowns) <= known
    assert DEFINITIONS[indicator.id] == (indicator.name, indicator.definition)
