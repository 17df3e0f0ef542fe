"""From facts and a template version to the bytes of a PDF: the only file that knows WeasyPrint.

The same facts and version give the same bytes on one pinned stack: the identifier and the creation date come from the
letter, not from the moment. Nothing is fetched but the bundled fonts, by name. The PDF is tagged (PDF/UA-1).
"""

import atexit
import hashlib
import json
import logging
import os
import threading
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from letters import qr
from letters.catalogue import template_path
from letters.facts import Facts, LetterFacts, NotALetter, Refusal, to_json
from letters.fits import require_printable
from letters.glyphs import BOLD, FONT_FOLDER, OCR_B, REGULAR
from letters.page import page
from letters.plain import PaymentFacts, PlainFacts
from letters.plain_page import plain_page
from letters.versions import made_of

_TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates"
_SCHEME: Final = "letter:"
_ASSETS: Final = frozenset({*REGULAR, *BOLD, OCR_B})

# Pango and the font configuration are one per process and not made for threads.
_one_at_a_time = threading.Lock()

logging.getLogger("fontTools").setLevel(logging.WARNING)


class AssetRefused(Exception):
    """A template asked for something else than a bundled font: the rendering stops."""


def render(*, facts: Facts, version: str) -> bytes:
    """Return the letter as PDF bytes. Call it outside every database scope: it takes tens of milliseconds.

    Raises UnknownTemplate for a version that never was, NotALetter when the facts do not fit their zones.
    """
    require_printable(facts)
    html = _html(facts=facts, version=version)
    with _one_at_a_time:
        return _pdf(
            html, styles=made_of(version).styles, identifier=_identifier(facts=facts, version=version)
        )


def render_sheet(*, template: str, style: str, context: Mapping[str, Any], made: date) -> bytes:
    """Return another document on the same paper (an agreement, a settlement note) as PDF bytes. Outside every scope.

    `template` and `style` are files under the template folder; every value of `context` is escaped. `made` dates the
    PDF, so that the same content gives the same bytes.
    """
    html = str(_engine().get_template(template).render(Context({**context, "created": _created(made)})))
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    with _one_at_a_time:
        return _pdf(html, styles=(style,), identifier=identifier)


def _html(*, facts: Facts, version: str) -> str:
    """Return the letter as HTML, every value escaped."""
    context = {
        **_written(facts),
        "created": _created(facts.letter_date),
        "portal_qr": _drawn(facts.portal_link, title="QR-kod: läs mer och svara"),
    }
    return str(_engine().get_template(template_path(version)).render(Context(context)))


def _written(facts: Facts) -> dict[str, Any]:
    """Return the letter's texts, and the QR codes of what is to be paid."""
    if isinstance(facts, PlainFacts):
        return {"page": plain_page(facts), **(_payment_codes(facts.payment) if facts.payment else {})}
    if isinstance(facts, LetterFacts):
        return {"page": page(facts), **_payment_codes(facts)}
    raise NotALetter(Refusal.SHAPE, "facts", type(facts).__name__)


def _payment_codes(said: LetterFacts | PaymentFacts) -> dict[str, SafeString]:
    swish = said.swish_payload
    return {
        "bank_qr": _drawn(said.bank_payload, title="QR-kod för bankens app"),
        "swish_qr": _drawn(swish, title="QR-kod för Swish") if swish else SafeString(""),
    }


def _drawn(payload: str, *, title: str) -> SafeString:
    return mark_safe(qr.svg(payload, title=title))


def _created(day: date) -> str:
    return f"{day.isoformat()}T12:00:00Z"


def _identifier(*, facts: Facts, version: str) -> bytes:
    """Return the PDF's identifier: what the letter says, hashed."""
    said = json.dumps([version, to_json(facts)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:32].encode()


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(dirs=[str(_TEMPLATES)], autoescape=True, string_if_invalid="")


def _pdf(html: str, *, styles: tuple[str, ...], identifier: bytes) -> bytes:
    import weasyprint

    fonts, sheet = _style(styles, os.getpid())
    document = weasyprint.HTML(string=html, url_fetcher=_fetch, base_url=None)
    result: bytes = document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier
    )
    return result


@lru_cache(maxsize=4)
def _style(names: tuple[str, ...], process: int) -> tuple[Any, Any]:
    """Return the font configuration and parsed style sheets, made once in each process (never shared over a fork)."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    text = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    return fonts, CSS(string=text, font_config=fonts, url_fetcher=_fetch)


# A configuration that outlives its interpreter's modules complains when it is thrown away.
atexit.register(_style.cache_clear)


def _fetch(url: str, *_: Any, **__: Any) -> Any:
    """Serve a bundled font by name; refuse everything else, whatever the protocol."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    name = url.removeprefix(_SCHEME)
    if not url.startswith(_SCHEME) or name not in _ASSETS:
        raise FatalURLFetchingError(f"not a bundled asset: {url}") from AssetRefused(url)
    return URLFetcherResponse(url, (FONT_FOLDER / name).read_bytes())
