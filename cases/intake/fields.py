"""From printed pages to fields. Pure: the same pages give the same fields, and nothing is guessed."""

from collections.abc import Sequence

from cases.intake.dates import read_dates
from cases.intake.extraction import Extraction
from cases.intake.layout import Page, Paper
from cases.intake.parties import read_parties
from cases.intake.references import (
    read_bankgiro,
    read_code_line,
    read_invoice_number,
    read_ocr,
    read_plusgiro,
)
from cases.intake.sums import read_sums
from cases.intake.table import ItemTable
from cases.intake.terms import read_credit_note, read_interest, read_reminder_fee


def extract(pages: Sequence[Page]) -> Extraction:
    """Return the fields of the invoice on these pages."""
    paper = Paper(pages)
    if not paper.segments:
        return Extraction()
    table = ItemTable(paper)
    code_line = read_code_line(paper)
    invoice_date, due_date, computed = read_dates(paper)
    sums = read_sums(paper, table=table, code_line=code_line)
    parties = read_parties(paper, invoice_date=invoice_date.value)
    return Extraction(
        invoice_number=read_invoice_number(paper),
        invoice_date=invoice_date,
        due_date=due_date,
        due_date_computed=computed,
        total_ore=sums.total,
        vat_ore=sums.vat,
        currency=sums.currency,
        ocr=read_ocr(paper, code_line),
        bankgiro=read_bankgiro(paper, code_line),
        plusgiro=read_plusgiro(paper),
        interest_terms=read_interest(paper),
        reminder_fee=read_reminder_fee(paper),
        credit_note=read_credit_note(paper, sums.total),
        description=table.description(),
        **parties,
    )
