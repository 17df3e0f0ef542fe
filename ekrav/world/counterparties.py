"""The sandboxed counterparties on threads of this process, for commands and tests that need them before, or without,
the sandbox process. The same store, the same wire.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.conf import settings
from werkzeug.serving import BaseWSGIServer, make_server

from ekrav.payments.ways.configuration import Configured
from ekrav.sandbox.app import QuietHandler, create_app, tls_server
from ekrav.sandbox.card import KEY as CARD_KEY
from ekrav.sandbox.card import WEBHOOK_SECRET
from ekrav.sandbox.certificates import certificates
from ekrav.sandbox.pay_by_bank import KEY as BANK_KEY
from ekrav.sandbox.swish import API, NUMBER

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
    """Serve the counterparties on free ports and point the settings there; their address."""
    app = create_app(store=store)
    plain = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    behind_tls = tls_server(app, host="127.0.0.1", port=0, store=store)
    threads = [_serving(server) for server in (plain, behind_tls)]
    before: dict[str, str | Configured] = {
        name: getattr(settings, name) for name in ("SANDBOX_URL", "WAYS", *ADDRESSES)
    }
    url = f"http://127.0.0.1:{plain.server_port}"
    swish = f"https://127.0.0.1:{behind_tls.server_port}/swish{API}"
    places = {name: f"{url}/{place}" for name, place in ADDRESSES.items()}
    _point({**places, "SANDBOX_URL": url, "WAYS": _ways(url, swish=swish, store=store)})
    try:
        yield url
    finally:
        _point(before)
        for server, thread in zip((plain, behind_tls), threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


def _serving(server: BaseWSGIServer) -> threading.Thread:
    # It looks twice a second whether it is to stop unless told otherwise.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    return thread


def _ways(url: str, *, swish: str, store: Path) -> Configured:
    files = certificates(store)
    return replace(
        settings.WAYS,
        ways=("swish", "card", "bank"),
        swish_url=swish,
        swish_number=NUMBER,
        swish_certificate=str(files.merchant),
        swish_key=str(files.merchant_key),
        swish_authority=str(files.root),
        swish_app=f"{url}/swish/telefon/",
        card_url=f"{url}/card",
        card_key=CARD_KEY,
        card_webhook_secret=WEBHOOK_SECRET,
        bank_url=f"{url}/pay-by-bank",
        bank_key=BANK_KEY,
    )


def _point(there: Mapping[str, str | Configured]) -> None:
    for name, value in there.items():
        setattr(settings, name, value)
