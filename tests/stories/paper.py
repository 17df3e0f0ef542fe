"""Invoices on paper, as a creditor's own program prints them: for stories that upload one."""

from functools import cache
from typing import Any

from weasyprint import HTML

from ekrav.sandbox.demo_data import ANNA, ARE_BYGG

_PAGE = """<style>@page {{ size: A4; margin: 20mm }} body {{ font: 10pt sans-serif }} td + td {{ text-align: right }}
table {{ width: 100% }} th {{ text-align: left }}</style>
<table><tr><td><b>{seller}</b></td><td><b>{kind}</b></td></tr></table><br>
<table><tr><td>{name}<br>{street}<br>{place}</td><td><table>
<tr><td>Fakturanr</td><td>{number}</td></tr><tr><td>Fakturadatum</td><td>{made}</td></tr>
<tr><td>Förfallodatum</td><td>{due}</td></tr></table></td></tr></table><br><br>
<table><tr><th>Beskrivning</th><th>Summa</th></tr><tr><td>{what}</td><td>{net}</td></tr></table><br>
<table><tr><td>Netto</td><td>{net}</td></tr><tr><td>Moms 25 %</td><td>{vat}</td></tr>
<tr><td><b>Att betala</b></td><td><b>{total}</b></td></tr></table>
<p>Vid försenad betalning debiteras dröjsmålsränta enligt räntelagen.</p><hr>
<p>Bankgiro {bankgiro} · Org.nr {organisation_number} · Godkänd för F-skatt</p>"""

TEN_THOUSAND = {
    "seller": ARE_BYGG.name,
    "kind": "Faktura",
    "name": ANNA.name,
    "street": ANNA.street,
    "place": f"{ANNA.postcode} {ANNA.city}",
    "number": "1042",
    "made": "2026-08-31",
    "due": "2026-09-30",
    "what": "Badrumsrenovering",
    "net": "8 000,00",
    "vat": "2 000,00",
    "total": "10 000,00",
    "bankgiro": "5050-1055",
    "organisation_number": "556677-8899",
}


@cache
def an_invoice(**changed: str) -> bytes:
    """Anna's invoice of ten thousand kronor from Åre Bygg, as a PDF; any of its words may be another."""
    html: Any = HTML(string=_PAGE.format(**TEN_THOUSAND | changed))
    return bytes(html.write_pdf())
