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
"""Modules that each offer `door`, a blueprint with its URL prefix and its guard."""


def register(app: Flask) -> None:
    """Open all doors."""
    for name in DOORS:
        for door in import_module(name).doors:
            app.register_blueprint(door)
