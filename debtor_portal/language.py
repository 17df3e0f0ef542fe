"""In which language Mitt Ärende is read: Swedish, or English for whoever has chosen it.

The choice is made by `?lang=` on any page and kept in a cookie of its own, so that it outlives the visit. What the
browser asks for chooses nothing: a letter in Swedish leads to a page in Swedish with the way to English on it. Only
the portal's process has this middleware: Mina sidor are Swedish whatever cookie comes along.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation

NAME = "lang"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class LanguageMiddleware:
    """Answer in the chosen language, keep a choice that is made, and tell the page where the other language is.

    Outside whatever may refuse a request, so that refusals are read in that language too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = _query(request)
        chosen = query.get(NAME)
        language = _first_known(chosen, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        request.language_url = _other(query, language)  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        if chosen == language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _query(request: HttpRequest) -> QueryDict:
    """What the address asks for; nothing when it asks for too much, which is refused further in."""
    try:
        return request.GET
    except SuspiciousOperation:
        return QueryDict()


def _first_known(*asked: str | None) -> str:
    return next((each for each in asked if each in LANGUAGES), settings.LANGUAGE_CODE)


def _other(query: QueryDict, language: str) -> str:
    """This page in the other language; the address is relative, so that it leads nowhere else."""
    other = query.copy()
    other[NAME] = next(each for each in LANGUAGES if each != language)
    return f"?{other.urlencode()}"
