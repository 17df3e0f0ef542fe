"""The style pages: every part with made-up content, to look at, to test and to copy from."""

from typing import Final

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from ekrav.look import sample_case, samples
from ekrav.look.parts import Act, Link
from ekrav.look.shapes import SHAPES
from ekrav.look.statuses import STATUSES
from ekrav.money import kronor

# Address of each style page → its template.
FACES: Final = {
    "": "look/gallery.html",
    "listor": "look/lists.html",
    "handlaggning": "look/staff.html",
    "arende": "look/debtor.html",
    "formular": "look/forms.html",
    "fel": "look/debtor_form.html",
    "borgenar-fel": "look/forms.html",
    "sidan-saknas": "errors/404.html",
    "nagon-hann-fore": "errors/409.html",
}


def gallery(request: HttpRequest, face: str = "") -> HttpResponse:
    """One style page; only in a demo world."""
    if not settings.DEMO or face not in FACES:
        raise Http404
    wrong = face.endswith("fel")
    context = {
        **samples.frame(),
        "case": sample_case,
        "desk": samples,
        "form": samples.SampleForm({} if wrong else None, initial={"amount": "1 564,28"}),
        "dispute": samples.DisputeForm({} if wrong else None),
        "shapes": sorted(SHAPES),
        "statuses": STATUSES,
        "owed": kronor("1842"),
        "payout": kronor("18430"),
        "pay": Act("Betala med Swish", "#"),
        "other_ways": Link("Andra sätt att betala", "#andra"),
        "open_all": Link("Visa alla ärenden", "#"),
        "qr": mark_safe(segno.make("C1231181189;1842;11042950342;0").svg_inline(border=0, omitsize=True)),
    }
    return render(request, FACES[face], context)
