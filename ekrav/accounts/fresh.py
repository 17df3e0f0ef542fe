"""Acts that ask for BankID at most ten minutes old: who they are about gets money, or may do more than before.

Whoever pressed the button of such a form without one is sent to BankID first. What was typed waits in the session and
is there again afterwards, to be looked at and sent; what may not lie in a session is typed anew.
"""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

_TYPED: Final = "typed"


def ask_bankid(request: HttpRequest, *, onward: str) -> HttpResponseRedirect:
    """To a fresh BankID, and on to the page `onward`."""
    return redirect(f"{reverse('bankid:again')}?{urlencode({'next': onward})}")


def ask_bankid_for(request: HttpRequest, form: BaseForm, *, but: Iterable[str] = ()) -> HttpResponseRedirect:
    """To a fresh BankID, and back to this page with what was typed in `form`, except the fields `but`."""
    said = {name: form[name].value() for name in form.fields if name not in but}
    request.session[_TYPED] = {"page": request.path, "said": said}
    return ask_bankid(request, onward=request.path)


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed on this page before BankID was asked for, once; nothing otherwise."""
    kept = request.session.pop(_TYPED, None) if request.method == "GET" else None
    return kept["said"] if kept and kept["page"] == request.path else {}
