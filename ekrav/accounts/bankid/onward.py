"""Where to after the login: only to a page of our own that exists."""

import re
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

_LONGEST = 2000
_NEVER = re.compile(r"[\\\x00-\x20\x7f]")
_OURS = {"bankid"}


def own_path(text: str) -> str:
    """`text` when it is a path on this site, with its query; else the empty string.

    Judged raw and decoded (twice), since a proxy on the way may decode what the browser did not.
    """
    if not text or len(text) > _LONGEST or not text.startswith("/"):
        return ""
    for form in (text, unquote(text), unquote(unquote(text))):
        path = form.split("?")[0].split("#")[0]
        if _NEVER.search(path) or not url_has_allowed_host_and_scheme(form, allowed_hosts=set()):
            return ""
    if _NEVER.search(text):
        return ""
    try:
        found = resolve(urlsplit(text).path)
    except (Resolver404, ValueError):
        return ""
    return "" if _OURS & set(found.namespaces) else text
