"""Which cases a payment without a usable reference may be for, each with the reasons in words. Nothing is booked by it.

The signs are those a person would look for: an OCR, case or invoice number in what the payer wrote, an OCR number with
one slip in it, the payer's name. That the amount is just what is left of the claim strengthens a case that one of them
points at, and points at none by itself. Reads only, in a staff scope.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from ekrav.bankfiles import ocr
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore
from ekrav.payments.models import Reference, numbers_in

MOST: Final = 5
_CLAIMS: Final = tuple(account for account in Account if account.value.startswith("claim_"))
_NUMBERS: Final = re.compile("[0-9](?:[ \u00a0-]?[0-9]){10,12}", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s,.;/]+")
# What stands in a name and names nobody.
_NO_NAME: Final = frozenset({"", "AB", "HB", "KB", "AKTIEBOLAG", "HANDELSBOLAG", "EF", "OCH", "&"})
_WORDS: Final = re.compile(r"[^\s,;:]{2,60}")

Found = dict[int, list[tuple[int, str]]]


def likely(*, reference: str, text: str, payer: str, amount: Ore) -> list[tuple[Reference, tuple[str, ...]]]:
    """Return the cases that the payment may be for, the likeliest first, each with why."""
    found: Found = defaultdict(list)
    written = f"{reference}\n{text}"
    _by_ocr(found, written)
    _by_words(found, written)
    _by_name(found, payer)
    rows = list(Reference.objects.select_related("subledger").filter(pk__in=found))
    _by_amount(found, rows, amount)
    rows.sort(key=lambda row: (-sum(weight for weight, _why in found[row.pk]), row.pk))
    return [(row, tuple(why for _weight, why in sorted(found[row.pk], reverse=True))) for row in rows[:MOST]]


def called_alike(payer: str, debtor: str) -> bool:
    """Whether two names are one, whatever the order of their words; a payer whose name is not known is nobody else."""
    one, other = (set(_BETWEEN.split(name.upper())) - _NO_NAME for name in (payer, debtor))
    return not one or one <= other or other <= one


def _by_ocr(found: Found, written: str) -> None:
    exact = set(ocr.found_in(written))
    _note(found, Reference.objects.filter(ocr__in=exact), 8, _("OCR-numret står i det betalaren skrev."))
    words = {
        ocr.Slip.WRONG: _("OCR-numret är ärendets sånär som på en siffra."),
        ocr.Slip.SWAPPED: _("OCR-numret är ärendets med två siffror omkastade."),
        ocr.Slip.MISSING: _("OCR-numret är ärendets men en siffra saknas."),
        ocr.Slip.EXTRA: _("OCR-numret är ärendets med en siffra för mycket."),
    }
    slips: dict[str, ocr.Slip] = {}
    for match in _NUMBERS.finditer(written):
        slips |= ocr.near(ocr.digits(match[0]))
    for row in Reference.objects.filter(ocr__in=slips.keys() - exact):
        found[row.pk].append((6, words[slips[row.ocr]]))


def _by_words(found: Found, written: str) -> None:
    words = {word.strip(".()").upper() for word in _WORDS.findall(written)}
    _note(
        found,
        Reference.objects.filter(case_number__in=words),
        5,
        _("Ärendenumret står i det betalaren skrev."),
    )
    numbered = {word for word in words if any(sign.isdigit() for sign in word)}
    invoices = Reference.objects.annotate(numbers=numbers_in("invoice_number")).filter(
        numbers__overlap=sorted(numbered)
    )
    _note(found, invoices, 4, _("Fakturanumret står i det betalaren skrev."))


def _by_name(found: Found, payer: str) -> None:
    """The payer is called what the debtor is called, given name first or last."""
    names = " ".join(payer.replace(",", " ").split()).upper().split(" ")
    turned = {" ".join(names), " ".join([*names[1:], names[0]]), " ".join([names[-1], *names[:-1]])} - {""}
    debtors = Reference.objects.annotate(debtor=Upper("debtor_label")).filter(debtor__in=turned)
    _note(found, debtors.filter(closed_on=None), 3, _("Betalaren heter som gäldenären."))


def _by_amount(found: Found, rows: Iterable[Reference], amount: Ore) -> None:
    left = _left_of([row.subledger_id for row in rows])
    for row in rows:
        if left.get(row.subledger_id) == amount:
            found[row.pk].append((2, _("Beloppet är vad som är kvar av skulden, utan ränta sedan sist.")))


def _left_of(subledgers: Collection[int]) -> dict[int, int]:
    """What is left of each claim as it stands in the book, interest since the last posting not counted."""
    claims = Line.objects.filter(Q(account__in=_CLAIMS), subledger_id__in=subledgers)
    return dict(claims.order_by().values_list("subledger_id").annotate(Sum("amount_ore")))


def _note(found: Found, rows: QuerySet[Reference], weight: int, why: str) -> None:
    for key in rows.values_list("pk", flat=True)[:50]:
        found[key].append((weight, why))
