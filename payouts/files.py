"""A file to download: never shown in the page, kept by nobody on the way."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

TYPES: Final = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "si": "application/octet-stream",
}


def no_longer_shown() -> HttpResponse:
    """Instead of a note whose bytes name somebody with protected personal data."""
    words = _(
        "Notan innehåller uppgifter som inte längre får visas. Beloppen finns på sidan och i CSV-filen."
    )
    return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")


def download(content: bytes, *, name: str) -> HttpResponse:
    """The file; its type is that of the name's ending."""
    answer = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
