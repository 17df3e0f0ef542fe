"""A browser at the portal, whose every query runs as the portal's own login, and whose every page is English too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.test import Client

from cases.models import Case
from ops.roles import PORTAL
from tests.debtor_portal.english import LANGUAGE, no_swedish_in, untranslated, words_asked_for

SESSION: Final = "django.contrib.sessions.middleware.SessionMiddleware"
FACE: Final[dict[str, Any]] = {
    "ROOT_URLCONF": "ekrav.portal_urls",
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    "CSRF_FAILURE_VIEW": "debtor_portal.errors.form_too_old",
    "MIDDLEWARE": [
        each for name in settings.MIDDLEWARE for each in ([LANGUAGE, name] if name == SESSION else [name])
    ],
}
"""What the settings of the portal's process have otherwise than those of Mina sidor."""


@contextmanager
def as_portal() -> Iterator[None]:
    """Django's connection is the portal's login meanwhile."""
    ordinary = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = PORTAL
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = ordinary


class PortalClient(Client):
    """A browser at the portal.

    Every word that any page asks gettext for must have its English, and every page that is looked at in Swedish is
    looked at in English too (`twins`).
    """

    twins = True

    def request(self, **request: Any) -> Any:
        with as_portal(), words_asked_for() as asked:
            answer = super().request(**request)
        assert not untranslated(asked), f"the page asked for what has no English: {untranslated(asked)}"
        return answer

    def get(self, path: str, *args: Any, **extra: Any) -> Any:  # type: ignore[override]
        answer = super().get(path, *args, **extra)
        self._in_english(lambda: super(PortalClient, self).get(path, *args, **extra))
        return answer

    def post(self, path: str, *args: Any, **extra: Any) -> Any:  # type: ignore[override]
        answer = super().post(path, *args, **extra)
        # What is refused has changed nothing, but at the door, where it is counted.
        if answer.status_code == 400 and path != "/":
            self._in_english(lambda: super(PortalClient, self).post(path, *args, **extra))
        return answer

    def _in_english(self, ask: Callable[[], Any]) -> None:
        cookie = settings.LANGUAGE_COOKIE_NAME
        if self.twins and LANGUAGE in settings.MIDDLEWARE and cookie not in self.cookies:
            self.cookies[cookie] = "en"
            no_swedish_in(ask())
            del self.cookies[cookie]

    def open(self, case: Case, code: str) -> Any:
        """Type number and code at the door."""
        return self.post("/", {"arende": case.number, "kod": code})
