"""To whose case a payment belongs: by one whole, valid OCR number that is in the directory, and by nothing else.

Nothing is guessed. Two references without an amount each, a wrong digit, an OCR number in a free text, a case that has
ended: such money waits for a person, with the reason in words. Free text only gives `candidates` to choose among.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from ekrav.bankfiles import ocr
from ekrav.bankfiles.notification import BankTransaction
from ekrav.payments.models import Reference

_AT_A_TIME = 5000

TAKEN_BACK = "Banken tar tillbaka en tidigare debitering, så pengarna hör inte till ett OCR-nummer."
DEDUCTED = (
    "Betalaren har dragit av en kreditnota, men beloppen går inte ihop. Det framgår inte vad som är betalt."
)
UNCLEAR = "Beloppen för referenserna blir inte betalningens belopp. Det framgår inte vad som hör till vilket ärende."
SEVERAL = "Betalningen har flera referenser utan belopp för var och en."
NO_OCR = "Betalningen saknar OCR-nummer."
ONLY_IN_TEXT = "Betalningen saknar OCR-nummer. I texten står {ocr}."
NOT_VALID = "Referensen är inte ett giltigt OCR-nummer."
NOT_KNOWN = "OCR-numret hör inte till något ärende."
CLOSED = "Ärendet med det här OCR-numret är avslutat."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a payment's references say: a valid OCR number, or the Swedish reason why there is none to go by."""

    ocr: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where an OCR number leads. `closed`: the case has ended, and a person decides about later money."""

    creditor_id: int
    reference_id: int
    case_number: str
    closed: bool


def read_reference(payment: BankTransaction) -> Reading:
    """Return the one OCR number that the bank tells as the payment's structured reference, or why there is none."""
    numbers = tuple(dict.fromkeys(ocr.digits(reference) for reference in payment.references))
    if payment.reversal:
        return Reading(reason=TAKEN_BACK)
    if payment.unclear:
        return Reading(reason=DEDUCTED if payment.deductions else UNCLEAR)
    if not numbers:
        return Reading(reason=_without_reference(payment.text))
    if len(numbers) > 1:
        return Reading(reason=SEVERAL)
    return Reading(ocr=numbers[0]) if ocr.is_valid(numbers[0]) else Reading(reason=NOT_VALID)


def _without_reference(text: str) -> str:
    found = ocr.found_in(text)
    return ONLY_IN_TEXT.format(ocr=", ".join(map(ocr.format_ocr, found[:3]))) if found else NO_OCR


def candidates(*, reference: str, text: str) -> tuple[str, ...]:
    """Return the OCR numbers written anywhere in a payment, for a person to choose among."""
    return ocr.found_in(f"{reference}\n{text}")


def destinations(ocrs: Collection[str]) -> dict[str, Destination]:
    """Return where these OCR numbers lead; those that lead nowhere are left out. In a routing scope."""
    wanted = sorted(ocrs)
    found: dict[str, Destination] = {}
    for start in range(0, len(wanted), _AT_A_TIME):
        found |= _read(Reference.objects.filter(ocr__among=wanted[start : start + _AT_A_TIME]))
    return found


def destination_of(number: str) -> Destination | None:
    """Return where the OCR or case number that a person typed leads; None when nowhere or to more than one place.

    In a routing scope.
    """
    digits = ocr.digits(number)
    by_ocr = _read(Reference.objects.filter(ocr=digits))
    found = by_ocr or _read(Reference.objects.filter(case_number=digits)[:2])
    return next(iter(found.values())) if len(found) == 1 else None


def _read(rows: QuerySet[Reference]) -> dict[str, Destination]:
    # The router's grant is by column: these, and no more.
    wanted = rows.values_list("ocr", "creditor_id", "id", "case_number", "closed_on")
    return {
        number: Destination(
            creditor_id=creditor_id, reference_id=pk, case_number=case_number, closed=closed_on is not None
        )
        for number, creditor_id, pk, case_number, closed_on in wanted
    }
