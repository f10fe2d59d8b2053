"""The open door: front page, sign-in, notices, the demo's role switch and outbox."""

from flask import Blueprint

from lms.web import guards

door = Blueprint("public", __name__)
door.before_request(guards.open_to_all)

from lms.web.public import certificates, demo, front, joining, letters, notices, receipts, sign_in  # noqa: E402

doors = (door, receipts.door)
without_token = (receipts.door,)

__all__ = [
    "certificates",
    "demo",
    "door",
    "doors",
    "front",
    "joining",
    "letters",
    "notices",
    "receipts",
    "sign_in",
    "without_token",
]
