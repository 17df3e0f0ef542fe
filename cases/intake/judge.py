"""What an invoice's fields mean for a claim: what stops it, and what a person should look at first."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.intake.extraction import Extraction
from cases.intake.findings import Contact, Finding, Limitation, Reason, Situation, spelled
from cases.intake.whose import QUESTIONS


def judge(
    extraction: Extraction,
    *,
    today: date,
    creditor_org_number: str,
    creditor_bankgiro: str,
    limitation: Limitation,
    agency_phone: str,
    agency_email: str,
) -> list[Finding]:
    """Return what stops the claim, then what to look at. Missing fields are no findings: the form asks for them.

    `creditor_org_number` and `creditor_bankgiro` are digits as `ekrav.identity` keeps them ("" when unknown).
    """
    case = Situation(
        invoice=extraction,
        today=today,
        org_number=creditor_org_number[-10:],
        bankgiro=creditor_bankgiro,
        limitation=limitation,
        contact=Contact(agency_phone, agency_email),
    )
    found = [finding for question in (*QUESTIONS, *_QUESTIONS) if (finding := question(case)) is not None]
    return sorted(found, key=lambda finding: not finding.stops)


def _currency(case: Situation) -> Finding | None:
    currency = case.invoice.currency.value
    if currency in {None, "SEK"}:
        return None
    sentence = _("Fakturan är i %(currency)s. Vi driver bara in belopp i svenska kronor.") % {
        "currency": currency
    }
    return Finding(Reason.CURRENCY, stops=True, sentence=sentence)


def _credit_note(case: Situation) -> Finding | None:
    if not case.invoice.credit_note.value:
        return None
    return Finding(
        Reason.CREDIT_NOTE,
        stops=True,
        sentence=_("Det här är en kreditfaktura. Ladda upp fakturan som inte är betald."),
    )


def _no_amount(case: Situation) -> Finding | None:
    total = case.invoice.total_ore.value
    if total is None or total > 0:
        return None
    words = (
        _("Beloppet är noll. Det finns inget att kräva in.")
        if total == 0
        else _("Beloppet är negativt. Det finns inget att kräva in.")
    )
    return Finding(Reason.NO_AMOUNT, stops=True, sentence=words)


def _due_before_issued(case: Situation) -> Finding | None:
    due, made = case.invoice.due_date.value, case.invoice.invoice_date.value
    if due is None or made is None or due >= made:
        return None
    sentence = _("Förfallodatum %(due)s är före fakturadatum %(made)s. Rätta det som är fel.") % {
        "due": spelled(due),
        "made": spelled(made),
    }
    return Finding(Reason.DUE_BEFORE_ISSUED, stops=True, sentence=sentence)


def _issued_later(case: Situation) -> Finding | None:
    made = case.invoice.invoice_date.value
    if made is None or made <= case.today:
        return None
    sentence = _("Fakturadatum %(made)s har inte varit än. Rätta datumet.") % {"made": spelled(made)}
    return Finding(Reason.ISSUED_LATER, stops=True, sentence=sentence)


def _not_due(case: Situation) -> Finding | None:
    due = case.invoice.due_date.value
    if due is None or due < case.today:
        return None
    sentence = _("Fakturan förfaller %(due)s. Kom tillbaka när den dagen har passerat.") % {
        "due": spelled(due)
    }
    return Finding(Reason.NOT_DUE, stops=True, sentence=sentence)


def _barred(case: Situation) -> Finding | None:
    """Stop what is barred for any debtor; warn of what is barred if it was bought for private use."""
    made = case.invoice.invoice_date.value
    if made is None or made > case.today:  # a day that has not been is another finding
        return None
    number = case.invoice.debtor_number.value
    for consumer in (False, True):
        last = case.limitation(arose=made, consumer_purchase=consumer)
        if case.today <= last or (consumer and number is not None and len(number) == 10):
            continue
        barred = last + timedelta(days=1)
        if not consumer:
            sentence = _("Fordran är preskriberad sedan %(barred)s och får inte krävas in.") % {
                "barred": spelled(barred)
            }
            return Finding(Reason.BARRED, stops=True, sentence=sentence)
        sentence = _(
            "Har kunden köpt för privat bruk är fordran preskriberad sedan %(barred)s, "
            "om inget har avbrutit preskriptionen. Kontrollera det innan du går vidare."
        ) % {"barred": spelled(barred)}
        return Finding(Reason.BARRED, stops=False, sentence=sentence)
    return None


_QUESTIONS = (_currency, _credit_note, _no_amount, _due_before_issued, _issued_later, _not_due, _barred)
