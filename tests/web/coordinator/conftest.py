"""Chen, who coordinates the North, with forty people in the region."""

import pytest
from flask import Flask

from tests.people import NORTH, SOUTH, Cast
from tests.reports.crowd import add_people
from tests.web.visitor import Visitor


@pytest.fixture
def chen(app: Flask, visitor: Visitor, cast: Cast) -> Visitor:
    """The coordinator of the North, signed in."""
    return visitor.sign_in(cast.chen)


@pytest.fixture
def fen(app: Flask, cast: Cast) -> Visitor:
    """The programme office, signed in."""
    return Visitor(app, app.test_client()).sign_in(cast.fen)


@pytest.fixture
def crowd(app: Flask, cast: Cast) -> None:
    """People in both regions."""
    with app.app_context():
        add_people(NORTH, 40, "started", category="media", organisation="North Radio")
        add_people(SOUTH, 30, "completed")
