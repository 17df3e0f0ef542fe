"""Pages opened in tests, as somebody who has logged in with BankID."""

import time
from html import unescape
from re import findall, sub
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.test import Client

from ekrav.accounts.models import Person
from ekrav.accounts.people import standing
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


class Browser(Client):
    """A browser on a page that was opened just now: each form carries the company that the session is in."""

    def post(self, path: str, data: Any = None, *args: Any, **extra: Any) -> Any:  # type: ignore[override]
        if data is None or isinstance(data, dict):
            data = {"of_company": self._company()} | (data or {})
        return super().post(path, data, *args, **extra)

    def _company(self) -> str:
        found = standing(person_id=int(self.session[SESSION_KEY])) if SESSION_KEY in self.session else None
        membership = found.membership_in(self.session.get("creditor_id")) if found else None
        return str(found.companies[membership.creditor_id].public_id) if found and membership else ""


def logged_in(who: Person | DemoPerson) -> Client:
    """A browser of one's own, logged in."""
    return log_in(Browser(), who)


def fields_of(page: Any) -> dict[str, str]:
    """The hidden fields of a page's forms: what is sent when a button is pressed and nothing was typed."""
    return dict(findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.content.decode()))


def press(browser: Client, url: str) -> Any:
    """Open the page and press its button; the page that follows."""
    return browser.post(url, fields_of(browser.get(url)), follow=True)


def text_of(response: Any) -> str:
    """What stands on a page, as one line of words without markup."""
    return " ".join(unescape(sub(r"<[^>]+>", " ", response.content.decode())).split())
