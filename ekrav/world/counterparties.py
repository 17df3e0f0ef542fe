"""The sandboxed counterparties on a thread of this process, for commands and tests that need them before, or without,
the sandbox process. The same store, the same wire."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from werkzeug.serving import make_server

from ekrav.sandbox.app import QuietHandler, create_app

ADDRESSES: Final = {
    "BANK_URL": "bank",
    "PRINT_URL": "print",
    "REGISTER_URL": "registers",
    "CREDIT_URL": "credit",
    "KRONOFOGDEN_URL": "kronofogden",
}
"""The settings that say where a counterparty is, and its place in the sandbox."""


@contextmanager
def counterparties(store: Path) -> Iterator[str]:
    """Serve the counterparties on a free port and point the settings there; their address."""
    server = make_server("127.0.0.1", 0, create_app(store=store), threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    before = {name: getattr(settings, name) for name in ("SANDBOX_URL", *ADDRESSES)}
    url = f"http://127.0.0.1:{server.server_port}"
    _point({"SANDBOX_URL": url} | {name: f"{url}/{place}" for name, place in ADDRESSES.items()})
    try:
        yield url
    finally:
        _point(before)
        server.shutdown()
        thread.join()


def _point(addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        setattr(settings, name, address)
