"""A WSGI application on a free port of this machine, for as long as a test needs it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import make_server

from ekrav.sandbox.app import QuietHandler


@contextmanager
def serving(app: Any, *, threaded: bool = True) -> Iterator[int]:
    """Serve the application; its port. It closes at once: a server asks twice a second unless told otherwise."""
    server = make_server("127.0.0.1", 0, app, threaded=threaded, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
