"""Documents on the account pages: the agreement set out as a page, and PDFs as downloads."""

from dataclasses import dataclass

from django.http import HttpResponse


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One block of the agreement."""

    text: str
    heading: bool = False


def set_out(text: str) -> list[Paragraph]:
    """The paragraphs of an agreement's text: blank lines between, a line that begins with # is a heading."""
    blocks = [" ".join(block.split()) for block in text.replace("\r\n", "\n").split("\n\n")]
    return [Paragraph(text=block.lstrip("# "), heading=block.startswith("#")) for block in blocks if block]


def pdf_answer(content: bytes, *, name: str) -> HttpResponse:
    """A PDF to download, as kept."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
