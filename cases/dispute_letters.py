"""What is said when a dispute has an outcome: the letter to the debtor, and a mail to the creditor."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.joint import answering
from cases.models import Case, CaseEvent, Dispute
from cases.printed_amount import APPLIED, applied_ore
from cases.telling import tell
from ekrav.accounts.models import Creditor
from ekrav.law.rates import Rates
from ekrav.money import Ore, format_kronor
from letters.catalogue import LetterKind
from letters.models import Dispatch


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """What is still claimed: the whole debt, by when, and how much of the capital was given up.

    `invoice`: the number of the one that was lowered, of several.
    """

    total: Ore
    pay_by: date
    credited: Ore
    invoice: str = ""


def tell_upheld(*, case: Case, today: date, at: datetime, rates: Rates) -> Dispatch:
    """The debtor owes nothing; what was paid, the creditor pays back."""
    creditor, paid = _creditor_name(case), paid_by_debtor(case)
    several, paid_sum = len(answering(case)) > 1, format_kronor(paid)
    right = "kravet stämmer inte" if several else "du har fått rätt"
    paragraphs = [
        f"{_said(several)} Vi har utrett det, och {right}.",
        "Du behöver inte betala. Ärendet är avslutat och inga kostnader är kvar.",
    ]
    if paid:
        has_paid, whom = (
            (f"{paid_sum} har betalats", "den som betalade")
            if several
            else (f"Du har betalat {paid_sum}", "dig")
        )
        paragraphs.append(
            f"{has_paid}. {creditor} har fått pengarna och ska betala tillbaka dem till {whom}."
        )
    return tell(
        case=case,
        kind=LetterKind.DISPUTE_OUTCOME,
        paragraphs=paragraphs,
        today=today,
        at=at,
        rates=rates,
        may_go_by_hand=True,
    )


def tell_claimed(*, case: Case, claimed: Claimed, today: date, at: datetime, rates: Rates) -> Dispatch:
    """The claim stands, whole or to a part: what is owed now, and by when."""
    creditor = _creditor_name(case)
    several = len(answering(case)) > 1
    paragraphs = [f"{_said(several)} Vi har frågat {creditor} och utrett det."]
    if claimed.credited:
        right = "Det stämde inte till en del" if several else "Du har fått rätt till en del"
        paragraphs.append(
            f"{right}: {_which(claimed.invoice)} är sänkt med {format_kronor(claimed.credited)},"
            " och räntan på den delen är borttagen. Resten ska betalas, och kostnaderna för våra brev står kvar."
        )
    else:
        paragraphs.append(f"{creditor} står fast vid kravet, och det vi har sett visar inte att det är fel.")
    paragraphs.append(
        "Håller du inte med? Hör av dig till oss och berätta varför, innan sista dagen att betala."
    )
    return tell(
        case=case,
        kind=LetterKind.DISPUTE_OUTCOME,
        paragraphs=paragraphs,
        to_pay=claimed.total,
        pay_by=claimed.pay_by,
        today=today,
        at=at,
        rates=rates,
        may_go_by_hand=True,
    )


def _said(several: bool) -> str:
    """Who disputed it; of several, nobody is told which of them did."""
    return "Kravet har sagts emot." if several else "Du sa att kravet inte stämmer."


def mail_outcome(*, case: Case, dispute: Dispute, at: datetime, invoice: str = "") -> None:
    """Tell the creditor how the dispute ended; `invoice` as in `Claimed`."""
    said = {
        Dispute.Outcome.UPHELD: _("Bestridandet är godtaget. Ärendet är avslutat och kostar dig ingenting."),
        Dispute.Outcome.PARTLY: _("Bestridandet är godtaget till en del. %(which)s är sänkt med %(sum)s.")
        % {"which": capfirst(_which(invoice)), "sum": format_kronor(Ore(dispute.credited_ore))},
        Dispute.Outcome.REJECTED: _("Bestridandet är inte godtaget. Ärendet går vidare."),
    }
    paragraphs = [said[Dispute.Outcome(dispute.outcome)]]
    paid = paid_by_debtor(case)
    if dispute.outcome == Dispute.Outcome.UPHELD and paid:
        words = _("Gäldenären har betalat %(sum)s på kravet. De pengarna ska du betala tillbaka.")
        paragraphs.append(words % {"sum": format_kronor(paid)})
    mail_creditor(
        key=f"dispute {dispute.pk} outcome",
        subject=_("Bestridandet är avgjort: %(case)s") % {"case": case_words(case)},
        paragraphs=[*paragraphs, link_to("cases:case", case.number)],
        at=at,
    )


def paid_by_debtor(case: Case) -> Ore:
    """Everything that has been paid and applied on the claim, whichever way; not what was paid beyond it, and not what
    the bank has taken back."""
    taken_back = case.events.filter(kind=CaseEvent.Kind.REVERSED).values("payment_id")
    paid = case.events.filter(kind__in=APPLIED).exclude(payment_id__in=taken_back)
    return Ore(sum(applied_ore(event) for event in paid))


def _which(invoice: str) -> str:
    return f"faktura {invoice}" if invoice else "fakturan"


def _creditor_name(case: Case) -> str:
    return str(Creditor.objects.values_list("name", flat=True).get(pk=case.creditor_id))
