"""The sandbox process: one small web server with every counterparty that has been built."""

import argparse
import os
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask, send_from_directory
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from ekrav.sandbox.certificates import certificates
from ekrav.sandbox.store import Store
from ekrav.sandbox.words import FILTERS

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"

COUNTERPARTIES = {
    "start": "/",
    "idp": "/idp",
    "bank": "/bank",
    "bank_pages": "/bank",
    "print_house": "/print",
    "print_pages": "/print",
    "registers": "/registers",
    "register_events": "/registers",
    "credit": "/credit",
    "kronofogden": "/kronofogden",
    "kronofogden_pages": "/kronofogden",
    "riksbank": "/riksbank",
    "mail": "/mail",
    "swish": "/swish",
    "swish_pages": "/swish",
    "card": "/card",
    "pay_by_bank": "/pay-by-bank",
    "calls": "/calls",
    "mail_bounces": "/mail",
}
"""Module in this package, with a Flask blueprint called `blueprint`, and the address it is mounted at."""

TOLD = ("PUBLIC_URL", "PORTAL_URL", "MAIL_DIR", "BOUNCE_DIR")
"""What the pages for people know of the service, from the variables EKRAV_…: its addresses and its mail folders."""


class OnlyInADemoWorld(RuntimeError):
    """The sandbox was started outside a demo world."""


class QuietHandler(WSGIRequestHandler):
    """Writes no line per request: addresses here may hold codes and sole traders' numbers."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


def create_app(*, store: Path, config: dict[str, Any] | None = None) -> Flask:
    """The sandbox as a WSGI application that remembers in the folder `store`."""
    app = Flask(
        "ekrav.sandbox", template_folder="templates", static_folder="static", static_url_path="/static"
    )
    kept = Store(store)
    # A cookie of its own: on one machine, ports do not keep cookies apart.
    app.config.update(SECRET_KEY=kept.secret("cookies"), SESSION_COOKIE_NAME="ekrav_sandbox")
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", MAX_CONTENT_LENGTH=32 * 1024 * 1024)
    app.config.update({name: os.environ.get(f"EKRAV_{name}", "") for name in TOLD})
    app.config.update(config or {})
    app.jinja_env.filters.update(FILTERS)
    app.extensions["ekrav_store"] = kept
    for module, address in COUNTERPARTIES.items():
        if find_spec(f"ekrav.sandbox.{module}") is not None:
            app.register_blueprint(import_module(f"ekrav.sandbox.{module}").blueprint, url_prefix=address)
    app.add_url_rule("/healthz", "healthz", lambda: ("ok", {"Content-Type": "text/plain"}))
    app.add_url_rule("/fonts/<name>", "fonts", lambda name: send_from_directory(FONTS, name))
    return app


def main(arguments: list[str] | None = None) -> None:
    """Serve until interrupted. Raises `OnlyInADemoWorld`."""
    parser = argparse.ArgumentParser(prog="python -m ekrav.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--store", type=Path, required=True, help="folder the counterparties remember in")
    asked = parser.parse_args(arguments)
    if os.environ.get("EKRAV_WORLD") != "demo":
        raise OnlyInADemoWorld("the sandbox runs with EKRAV_WORLD=demo only")
    app = create_app(store=asked.store)
    behind_tls = tls_server(app, host=asked.host, port=asked.port + 1, store=asked.store)
    threading.Thread(target=behind_tls.serve_forever, daemon=True).start()
    make_server(asked.host, asked.port, app, threaded=True, request_handler=QuietHandler).serve_forever()


def tls_server(app: Flask, *, host: str, port: int, store: Path) -> BaseWSGIServer:
    """The same counterparties behind mutual TLS, as Swish is: nobody without a certificate from its root comes in."""
    context = certificates(store).context()
    return make_server(host, port, app, threaded=True, request_handler=QuietHandler, ssl_context=context)
