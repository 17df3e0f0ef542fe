"""The sandboxed counterparties on a thread of this process, for commands and tests that need them before, or without,
the sandbox process. The same store, the same wire."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from werkzeug.serving import make_server

from ekrav.sandbox.app import QuietHandler, create_app


@contextmanager
def counterparties(store: Path) -> Iterator[str]:
    """Serve the counterparties on a free port and point the settings there; their address."""
    server = make_server("127.0.0.1", 0, create_app(store=store), threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    before = (settings.SANDBOX_URL, settings.BANK_URL, settings.PRINT_URL, settings.REGISTER_URL)
    url = f"http://127.0.0.1:{server.server_port}"
    _point(url, f"{url}/bank", f"{url}/print", f"{url}/registers")
    try:
        yield url
    finally:
        _point(*before)
        server.shutdown()
        thread.join()


def _point(sandbox: str, bank: str, print_house: str, registers: str) -> None:
    settings.SANDBOX_URL, settings.BANK_URL = sandbox, bank
    settings.PRINT_URL, settings.REGISTER_URL = print_house, registers
