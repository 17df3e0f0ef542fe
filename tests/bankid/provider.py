"""The development identity provider on a thread, and a person with a browser in front of it."""

import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from django.test import Client
from django.urls import reverse
from werkzeug.serving import make_server

from ekrav.accounts.bankid.configuration import DEMO_ISSUER
from ekrav.sandbox.app import QuietHandler, create_app

CECILIA = "199102142388"
DIDRIK = "199009202392"


class Provider:
    """A sandbox of its own on a free port."""

    def __init__(self, *, store: Path) -> None:
        config = {"IDP_MAY_MISBEHAVE": True, "IDP_RETURN_HOSTS": {"testserver"}}
        app = create_app(store=store, config=config)
        self._server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.issuer, self.address = DEMO_ISSUER, f"{self.url}/idp"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()

    def misbehave(self, **how: Any) -> None:
        """Err from now on; without arguments, behave."""
        requests.post(f"{self.address}/_misbehave", json=how, timeout=10).raise_for_status()


@dataclass
class Browser:
    """One browser: a session with the service and another with the identity provider."""

    service: Client = field(default_factory=Client)
    provider: requests.Session = field(default_factory=requests.Session)

    def start(self, *, page: str = "bankid:login", onward: str = "") -> str:
        """Press the login button; the address the browser is sent to."""
        response = self.service.post(reverse(page), {"next": onward})
        assert response.status_code == 302, response.content
        return str(response["Location"])

    def identify(self, address: str, *, number: str = CECILIA, **form: str) -> str:
        """Choose a person at the identity provider; the address the browser is sent back to."""
        page = self.provider.get(address, timeout=10, allow_redirects=False)
        ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)
        assert ticket is not None, page.text
        sent = {"ticket": ticket[1], **(form or {"person": number})}
        answer = self.provider.post(page.url.split("?")[0], data=sent, timeout=10, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def come_back(self, address: str, **changes: str | None) -> Any:
        """Follow the address back to the service, with parts of its query changed or (None) left out."""
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        query |= {name: value for name, value in changes.items() if value is not None}
        kept = {name: value for name, value in query.items() if changes.get(name, "") is not None}
        return self.service.get(f"{parts.path}?{urlencode(kept)}")

    def log_in(self, *, number: str = CECILIA, page: str = "bankid:login", onward: str = "") -> Any:
        """The whole way."""
        return self.come_back(self.identify(self.start(page=page, onward=onward), number=number))
