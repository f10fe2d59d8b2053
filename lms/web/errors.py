"""From errors to pages: the only place that knows status codes."""

from typing import Any

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from lms import errors
from lms.language import N_
from lms.web import context
from lms.web.guards import wants_json

_STATUS: dict[type[errors.LmsError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.NotEnrolled: 403,
    errors.NoAttemptsLeft: 409,
    errors.InvalidInput: 400,
    errors.TooManyRequests: 429,
    errors.NotSaved: 503,
}
_RETRY = 10

_TITLES = {
    400: N_("This could not be used"),
    403: N_("This page is not open to you"),
    404: N_("There is no such page"),
    405: N_("This page cannot be asked for in this way"),
    409: N_("Not now"),
    413: N_("This is too large"),
    415: N_("This could not be used"),
    429: N_("Too many tries"),
    500: N_("Something went wrong on our side"),
    503: N_("Not saved yet"),
}
_SENTENCES = {
    400: N_("Something in the request was missing or damaged. Go back and try again."),
    403: N_("If you need it, ask the person named at the end of this page."),
    404: N_("The address may be mistyped, or the page has moved. Everything you have done is kept."),
    405: N_("Go back and use the buttons on the page."),
    413: N_("Please send a smaller file, at most %(size)s megabytes."),
    415: N_("Something in the request was missing or damaged. Go back and try again."),
    429: N_("Please wait a little and try again."),
    500: N_(
        "We have written down what happened. What was saved before is still there. Try again in a few minutes."
    ),
    503: N_("The service cannot reach its memory just now. What was saved before is still there."),
}


def register(app: Flask) -> None:
    """Answer errors with plain pages in the reader's language, or with JSON for scripts of ours."""
    app.register_error_handler(errors.LmsError, _told)
    app.register_error_handler(CSRFError, _too_long_open)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(500, _broken)


def database_gone(error: Exception) -> Response:
    """Answer when the database cannot be read."""
    current_app.logger.error("the database does not answer: %s", type(error).__name__)
    _ask_nothing()
    return _answer(503, said(_SENTENCES[503]), {"Retry-After": str(_RETRY)})


def said(text: str, **values: Any) -> str:
    """Translate for the reader; in English when even finding the language needs the missing database."""
    return context.say()(text, **values)


def _told(error: errors.LmsError) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    headers = {}
    if isinstance(error, errors.TooManyRequests):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.NotSaved):
        headers["Retry-After"] = str(_RETRY)
    sentence = said(_SENTENCES[404]) if status == 404 else said(error.message, **error.values)
    return _answer(status, sentence, headers)


def _too_long_open(error: CSRFError) -> Response:
    sentence = said(
        "This page was open too long, or you signed out in the meantime, so nothing was saved. "
        "Sign in again, go back to the page and send it once more."
    )
    if wants_json():
        response = jsonify(saved=False, signed_out=True, message=sentence)
        response.status_code = 400
        return response
    return _answer(400, sentence, {}, title=N_("This page was open too long"), typed=_typed())


def _typed() -> list[str]:
    """Give back the longer texts of the form, so that nobody has to write them twice."""
    hidden = {"csrf_token", "next", "email", "code"}
    return [text for name, text in request.form.items(multi=True) if name not in hidden and len(text.strip()) > 12]


def _refused(error: HTTPException) -> Response:
    if error.code is None or error.response is not None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    status = error.code if error.code in _TITLES else 400
    sentence = said(_SENTENCES.get(status, _SENTENCES[400]), size=context.lms().config.list_megabytes)
    return _answer(status, sentence, headers, back=_form() if status == 413 else "")


def _form() -> str:
    """Give the way back to the form that was sent; ours stand where they are sent to."""
    adapter = request_ctx.url_adapter
    return request.path if adapter is not None and adapter.test(request.path, "GET") else ""


def _broken(error: Exception) -> Response:
    _ask_nothing()
    return _answer(500, said(_SENTENCES[500]), {})


def _ask_nothing() -> None:
    """Build the page without asking the database who is signed in, if that is not known yet."""
    if "_login_user" not in g:
        g._login_user = AnonymousUserMixin()
        g.plain = True


def _answer(
    status: int,
    sentence: str,
    headers: dict[str, str],
    title: str = "",
    typed: list[str] | None = None,
    back: str = "",
) -> Response:
    if wants_json():
        response = jsonify(saved=False, message=sentence)
    else:
        response = make_response(_page(status, sentence, title or _TITLES[status], typed or [], back))
    response.status_code = status
    response.headers.extend(headers)
    return response


def _page(status: int, sentence: str, title: str, typed: list[str], back: str) -> str:
    return render_template(
        "errors/error.html", heading=title, sentence=sentence, typed=typed, status=status, back=back
    )
