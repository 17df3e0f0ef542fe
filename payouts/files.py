"""A file to download: never shown in the page, kept by nobody on the way."""

from typing import Final

from django.http import HttpResponse

TYPES: Final = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "si": "application/octet-stream",
}


def download(content: bytes, *, name: str) -> HttpResponse:
    """The file; its type is that of the name's ending."""
    answer = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
