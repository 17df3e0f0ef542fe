"""The sandboxed bank on a real port, with a store of its own."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

from ekrav.sandbox.app import create_app


@pytest.fixture
def bank_url(tmp_path: Path) -> Iterator[str]:
    """The address of a bank that has just opened."""
    server = make_server("127.0.0.1", 0, create_app(store=tmp_path), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/bank"
    server.shutdown()
    thread.join()
    server.server_close()
