"""The first version of the agreement between the agency and its creditors. A draft in plain Swedish, for a lawyer."""

from datetime import date
from pathlib import Path

from letters.render import render_sheet

AGREEMENT_1 = (Path(__file__).parent / "agreement-1.txt").read_text(encoding="utf-8")


def agreement_pdf(*, text: str, made: date) -> bytes:
    """The agreement as it is downloaded and kept: paragraphs with blank lines between, # before a heading."""
    blocks = [
        {"heading": block.startswith("#"), "text": block.lstrip("# ")}
        for block in (part.strip() for part in text.split("\n\n"))
        if block
    ]
    context = {"title": blocks[0]["text"], "blocks": blocks}
    return render_sheet(
        template="agency/agreement.html", style="agency/agreement.css", context=context, made=made
    )
