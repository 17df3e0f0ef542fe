"""Who owes whom."""

from datetime import date

from cases.intake.addresses import read_addresses
from cases.intake.creditor import creditor_name
from cases.intake.debtor import address_fields, debtor_block
from cases.intake.extraction import Field
from cases.intake.layout import Paper
from cases.intake.numbers import creditor_number, debtor_number, read_numbers


def read_parties(paper: Paper, *, invoice_date: date | None) -> dict[str, Field[str]]:
    """Return the fields of creditor and debtor by name. `invoice_date` tells the century of a person number."""
    blocks = read_addresses(paper)
    debtor, doubt = debtor_block(paper, blocks)
    numbers = read_numbers(paper, debtor)
    return {
        "creditor_name": creditor_name(paper, blocks, debtor),
        "creditor_org_number": creditor_number(numbers),
        "debtor_number": debtor_number(numbers, invoice_date=invoice_date),
    } | address_fields(debtor, doubt)
