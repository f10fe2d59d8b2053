"""The tokens against forged requests. Signing one and examining one are dear, so both are done once per token."""

from flask import g, request, session
from flask_wtf.csrf import CSRFProtect, generate_csrf

from lms.web import context

_HARMLESS = ("GET", "HEAD", "OPTIONS")


def token() -> str:
    """Give the token of the session, kept while its session is in use."""
    here = context.here()
    found = here.get("csrf_token")
    if found is not None:
        return found
    kept, secret = context.lms().kept_small, session.get("csrf_token")
    found = kept.get(("token", secret)) if secret else None
    if found is None:
        found = generate_csrf()
        kept["token", session["csrf_token"]] = found
    here.csrf_token = found
    return found


class KeptTokens(CSRFProtect):
    """Examines every changing request, but a token that was found good for the same session only once."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a request that changes something and carries no good token of its session."""
        asked = request._get_current_object()  # type: ignore[attr-defined]
        if asked.method in _HARMLESS:
            return
        sent, secret = asked.headers.get("X-CSRFToken"), session.get("csrf_token")
        kept, key = context.lms().kept_small, ("good token", sent)
        if secret and kept.get(key) == secret:
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)
        if sent and not asked.form:  # a form is judged by the token that it carries itself
            kept[key] = secret
