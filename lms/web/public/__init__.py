"""The open door: front page, sign-in, notices, the demo's role switch and outbox."""

from flask import Blueprint

from lms.web import guards

door = Blueprint("public", __name__)
door.before_request(guards.open_to_all)
doors = (door,)

from lms.web.public import certificates, demo, front, notices, sign_in  # noqa: E402

__all__ = ["certificates", "demo", "door", "doors", "front", "notices", "sign_in"]
