"""XML from strangers, parsed without entities, network or document types; and finding things in it by local name.

A document type is refused before the parser sees it, in the few encodings that keep "<!DOCTYPE" recognisable, so entity
expansion and external entities never begin.
"""

import re
from io import BytesIO

from lxml import etree

UBL_INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
UBL_CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
SVEFAKTURA = "urn:sfti:documents:BasicInvoice:1:0"

MAX_ELEMENTS = 50_000

_ROOTS = {f"{{{UBL_INVOICE}}}Invoice", f"{{{UBL_CREDIT_NOTE}}}CreditNote", f"{{{SVEFAKTURA}}}Invoice"}
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENCODINGS = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"iso-8859-15", b"windows-1252"}
_BOM = b"\xef\xbb\xbf"


class NotReadableXml(ValueError):
    """The XML is malformed, too big, or uses what an invoice has no need of."""

    def __init__(self, *, claims_invoice: bool) -> None:
        super().__init__("xml")
        self.claims_invoice = claims_invoice


def looks_like_xml(data: bytes) -> bool:
    """Tell whether the bytes begin as XML in an encoding that can be checked (never UTF-16 or UTF-7)."""
    start = data[:400].removeprefix(_BOM).lstrip()
    declared = _ENCODING.match(start)
    known = declared is None or declared[1].lower() in _ENCODINGS
    return start.startswith(b"<") and known and b"\x00" not in data


def parse(data: bytes) -> etree._Element:
    """Return the root element. Raises NotReadableXml."""
    claims = any(name.encode() in data[:20_000] for name in (UBL_INVOICE, UBL_CREDIT_NOTE, SVEFAKTURA))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotReadableXml(claims_invoice=claims)
    events = etree.iterparse(
        BytesIO(data.removeprefix(_BOM).lstrip()),
        events=("start",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for count, _ in enumerate(events):
            if count >= MAX_ELEMENTS:
                raise NotReadableXml(claims_invoice=claims)
    except etree.XMLSyntaxError as error:
        raise NotReadableXml(claims_invoice=claims) from error
    root: etree._Element | None = events.root
    if root is None:
        raise NotReadableXml(claims_invoice=claims)
    return root


def invoice_element(root: etree._Element) -> etree._Element | None:
    """Return the invoice: the root itself, or the first one inside an envelope (SBDH, ObjectEnvelope)."""
    return next((element for element in root.iter() if element.tag in _ROOTS), None)


def first(element: etree._Element | None, path: str) -> etree._Element | None:
    """Return the first descendant along a path of local names ("Party/PartyName/Name"), whatever the namespaces."""
    for name in path.split("/"):
        if element is None:
            return None
        element = next(iter(children(element, name)), None)
    return element


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """Return the child elements with this local name."""
    return [] if element is None else element.findall(f"{{*}}{name}")


def text(element: etree._Element | None, path: str) -> str:
    """Return the trimmed text at the end of the path, or an empty string."""
    found = first(element, path)
    return "" if found is None or found.text is None else " ".join(found.text.split())
