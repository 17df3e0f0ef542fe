"""Pages opened in tests, as somebody who has logged in with BankID."""

import time
from html import unescape
from re import sub
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.test import Client

from ekrav.accounts.models import Person
from ekrav.sandbox.demo_data import DemoPerson
from tests.cast import a_person


def log_in(client: Client, who: Person | DemoPerson) -> Client:
    """Give the client the session that a login with BankID leaves behind; the client."""
    person = a_person(who) if isinstance(who, DemoPerson) else who
    session = client.session
    session.flush()
    now = int(time.time())
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "ekrav.accounts.bankid.backend.BankIdBackend"
    session["bankid"] = {
        "issuer": person.issuer,
        "subject": f"subject of {person.name}",
        "acr": "loa3",
        "auth_time": now,
        "since": now,
    }
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def logged_in(who: Person | DemoPerson) -> Client:
    """A browser of one's own, logged in."""
    return log_in(Client(), who)


def text_of(response: Any) -> str:
    """What stands on a page, as one line of words without markup."""
    return " ".join(unescape(sub(r"<[^>]+>", " ", response.content.decode())).split())
