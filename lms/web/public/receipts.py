"""Where packages send their receipts: from any learning platform, without cookies, a line of text at a time."""

from flask import Blueprint, Response, request

from lms.errors import InvalidInput, NotAllowed, TooManyRequests
from lms.export.receipts import ADDRESS
from lms.rules.receipts import LONGEST
from lms.services.receipts import Taken, take_receipt
from lms.web import context, guards

door = Blueprint("receipts", __name__)
door.before_request(guards.open_to_all)


@door.post(ADDRESS)
def take() -> Response:
    """Take in one receipt. There is no session here and nothing to forge in its name, so no token is asked for."""
    size = request.content_length
    if size is None or size > LONGEST:
        return _answer(413, "too large")
    text = request.get_data(cache=False).decode("ascii", "replace")
    try:
        taken = take_receipt(text, context.lms().config, context.origin(), context.now())
    except InvalidInput:
        return _answer(400, "refused")
    except NotAllowed:
        return _answer(403, "off")
    except TooManyRequests as error:
        response = _answer(429, "too many")
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    return _answer(201, "taken") if taken is Taken.NEW else _answer(409, "known already")


def _answer(status: int, word: str) -> Response:
    response = Response(word, status, mimetype="text/plain")
    # Packages lie on platforms whose addresses nobody here knows; there is nothing secret in the answer.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
