"""Where everything meets: settings, database, content and doors become one application."""

import gc
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import LoginManager
from jinja2 import StrictUndefined
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import web
from lms.config import Config, from_env
from lms.content.catalogue import load_catalogue
from lms.content.render import Renderer
from lms.db import db, prepare_engine
from lms.web import assets, context, errors, frame, security
from lms.web.context import Lms
from lms.web.kept import keep_drawn
from lms.web.pictures import UnchangedPictures
from lms.web.prefix import PrefixMiddleware
from lms.web.sessions import KeptSessions
from lms.web.tokens import KeptTokens

__all__ = ["Lms", "create_app"]

# Workers of one server share what was loaded before they parted, until something writes to it: looking for garbage
# writes to every object. So what a worker inherits is left out of its search.
os.register_at_fork(before=gc.freeze, after_in_parent=gc.unfreeze)


class _Visitors(LoginManager):
    """Who is signed in, for as long as their session lasts and no longer.

    Without the protection that would hash address and browser with every request: tied to these, a session would
    end on the move.
    """

    session_protection = None

    def init_app(self, app: Flask, add_context_processor: bool = False) -> None:
        """Serve an application; no cookie that remembers people past their session is looked after."""
        app.login_manager = self  # type: ignore[attr-defined]

    def _session_protection_failed(self) -> bool:
        return False


_BESIDE_A_FILE = 2
"""Megabytes of a request around the largest file that may be handed in."""


class _Service(Flask):
    """The application, which has no asynchronous functions and need not look for them with every call."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Call every function as it is."""
        return func


def create_app(config: Config | None = None) -> Flask:
    """Build the application; without a config the environment is read. Raises `InvalidConfig`."""
    config = config or from_env()
    app = _Service("lms")
    _set_up(app, config)
    _set_up_database(app, config)
    app.extensions["lms"] = _load_content(app, config)
    _set_up_sign_in(app)
    KeptTokens(app)
    # Checks the token itself: mail programs may press the button of a letter without one (RFC 8058).
    app.extensions["csrf"].exempt("lms.web.public.letters.stop")
    context.register(app)
    app.jinja_env.globals.update(
        contact_for=frame.contact_for,
        csrf_field=frame.csrf_field,
        frame_foot=frame.frame_foot,
        frame_head=frame.frame_head,
        kept=keep_drawn,
        language_menu=frame.language_menu,
        own_name=frame.own_name,
        person_menu=frame.person_menu,
    )
    app.wsgi_app = UnchangedPictures(app.wsgi_app, app.extensions["lms"].catalogue)  # type: ignore[method-assign]
    security.register(app, config)
    errors.register(app)
    for gone in (OperationalError, InterfaceError):
        app.register_error_handler(gone, errors.database_gone)
    web.register(app)
    _set_up_way_in(app, config)
    return app


def _set_up(app: Flask, config: Config) -> None:
    app.config.update(
        LMS=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        MAX_CONTENT_LENGTH=(config.list_megabytes + _BESIDE_A_FILE) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        TEMPLATES_AUTO_RELOAD=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=config.session_hours),
        # The cookie is renewed by `security` every few minutes instead of with every answer.
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_NAME=security.cookie_name(config),
        SESSION_COOKIE_PATH=config.prefix or "/",
        # A token is as good as its session: a page may stay open as long as the person stays signed in.
        WTF_CSRF_TIME_LIMIT=None,
        # Behind a proxy the referrer check would compare with the inner address; the token is the protection.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.session_interface = KeptSessions()


def _set_up_database(app: Flask, config: Config) -> None:
    if config.database_url.startswith("sqlite:////"):
        Path(config.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def _load_content(app: Flask, config: Config) -> Lms:
    files = assets.read_assets(Path(__file__).parent / "static")
    assets.register(app, files)
    return Lms(
        config=config,
        catalogue=load_catalogue(config.courses, config.quizzes),
        renderer=Renderer(config.var / "pages"),
        assets=assets.list_addresses(files, config.prefix),
    )


def _set_up_sign_in(app: Flask) -> None:
    manager = _Visitors()
    manager.init_app(app)
    manager.user_loader(context.load_identity)


def _set_up_way_in(app: Flask, config: Config) -> None:
    app.wsgi_app = PrefixMiddleware(app.wsgi_app, config.prefix)  # type: ignore[method-assign]
    if config.trusted_proxies:
        count = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
