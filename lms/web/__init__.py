"""Where people meet the service: one door per audience, one guard per door."""

from importlib import import_module

from flask import Flask

DOORS = (
    "lms.web.public",
    "lms.web.trainee",
    "lms.web.pictures",
    "lms.web.trainer",
    "lms.web.coordinator",
    "lms.web.programme",
)
"""Modules that each offer `doors`, blueprints with their URL prefix and their guard.

`without_token` names those where no browser session is used, so that there is nothing to protect by a token.
"""


def register(app: Flask) -> None:
    """Open all doors."""
    for name in DOORS:
        module = import_module(name)
        for door in module.doors:
            app.register_blueprint(door)
        for door in getattr(module, "without_token", ()):
            app.extensions["csrf"].exempt(door)
