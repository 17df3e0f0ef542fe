"""A payment on its way as its debtor sees it: one heading, one sentence, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debtor_portal.paying import Paying
from ekrav import clock
from ekrav.look.dates import full_date
from ekrav.look.figures import in_fours, kronor
from ekrav.look.parts import Link, Row, Words
from ekrav.money import Ore
from ekrav.payments.models import Instruction, Payment
from ekrav.payments.swish.app_link import app_link, qr_text
from ekrav.payments.ways.open import RETURN_PATH
from ekrav.payments.ways.states import LIVE, State, Way
from ekrav.payments.ways.words import why
from letters.qr import svg


@dataclass(frozen=True, kw_only=True)
class Payable:
    """What is owed, what is suggested to pay now, and the same by bankgiro."""

    owed: Ore
    suggested: Ore
    by_bankgiro: Paying | None


@dataclass(frozen=True, kw_only=True)
class PaymentSeen:
    """`go_on`: where the payer goes on. `asks_again`: nothing to read yet. `applied`: it is on the case.

    `receipt`: the rows of the receipt, when it is paid.
    """

    state: State
    heading: Words
    lead: Words
    go_on: Link | None = None
    qr: SafeString | None = None
    receipt: Sequence[Row] = ()
    asks_again: bool = False
    applied: bool = False
    regrettable: bool = False
    regretted: bool = False
    again: bool = False


_HEADINGS: Final = {
    State.CREATED: gettext_lazy("Vi förbereder betalningen"),
    State.SENT: gettext_lazy("Godkänn betalningen"),
    State.UNKNOWN: gettext_lazy("Vi väntar på besked"),
    State.PAID: gettext_lazy("Tack, du har betalat"),
    State.DECLINED: gettext_lazy("Det blev ingen betalning"),
    State.CANCELLED: gettext_lazy("Betalningen är avbruten"),
    State.EXPIRED: gettext_lazy("Tiden gick ut"),
}
_FELL: Final = gettext_lazy("Betalningen räknas inte längre")
_GONE: Final = gettext_lazy("Pengarna har gått tillbaka till kortet, och skulden finns kvar.")
_NOT_HERE: Final = gettext_lazy(
    "Vi har inte fått pengarna. Har de lämnat ditt konto? Kontakta oss, så reder vi ut var de är."
)
_REGRETTED: Final = gettext_lazy("Har du redan godkänt den gäller den ändå, och då syns det här.")
_GO_ON: Final = {
    Way.SWISH: (gettext_lazy("Öppna Swish"), gettext_lazy("Öppna Swish på telefonen och godkänn %s.")),
    Way.CARD: (
        gettext_lazy("Gå till kortbetalningen"),
        gettext_lazy("Betala %s hos kortföretaget. Kortets nummer skriver du där."),
    ),
    Way.BANK: (gettext_lazy("Gå till internetbanken"), gettext_lazy("Betala %s i din internetbank.")),
}


def seen(row: Instruction, *, creditor: str) -> PaymentSeen:
    """Return what is shown of the payment. In its case's scope."""
    state, way, amount = State(row.state), Way(row.way), Ore(row.amount_ore)
    applied = Payment.objects.filter(instruction=row, applied_at__isnull=False).exists()
    regretted = state in LIVE and row.cancel_asked_at is not None
    fell = row.fell_at is not None
    link = _go_on(row) if state == State.SENT and not regretted else None
    return PaymentSeen(
        state=state,
        heading=_("Vi avbryter betalningen") if regretted else _FELL if fell else _HEADINGS[state],
        lead=_REGRETTED if regretted else _lead(row, link, creditor),
        go_on=link,
        qr=_qr(row, creditor) if link and way == Way.SWISH else None,
        receipt=_receipt(row, amount, creditor) if state == State.PAID and not fell else (),
        asks_again=state == State.CREATED or (state == State.PAID and not applied),
        applied=applied and not fell,
        regrettable=state in LIVE and not regretted,
        regretted=regretted,
        again=state in {State.DECLINED, State.CANCELLED, State.EXPIRED},
    )


def _lead(row: Instruction, link: Link | None, creditor: str) -> str:
    state, way, sum_ = State(row.state), Way(row.way), kronor(Ore(row.amount_ore))
    if state == State.CREATED:
        return _("Det tar några sekunder. Sidan fortsätter av sig själv.")
    if row.fell_at is not None:
        return str(_GONE if row.charged_back_at is not None else _NOT_HERE)
    if state == State.PAID:
        return _("%(sum)s till %(creditor)s.") % {"sum": sum_, "creditor": creditor}
    if link is not None:
        return str(_GO_ON[way][1]) % sum_
    if state == State.SENT:
        return _("Betalningen kan inte öppnas härifrån. Avbryt den och börja om.")
    return why(way=way, state=state, code=row.problem)


def _go_on(row: Instruction) -> Link | None:
    words, _lead_words = _GO_ON[Way(row.way)]
    if row.way == Way.SWISH:
        back = f"{settings.PORTAL_URL}{RETURN_PATH}"
        return (
            Link(words, app_link(base=settings.WAYS.swish_app, token=row.token, back=back))
            if row.token
            else None
        )
    return Link(words, row.pay_url) if row.pay_url.startswith(("https://", "http://")) else None


def _qr(row: Instruction, creditor: str) -> SafeString:
    said = _("Swish-QR: %(sum)s till %(creditor)s") % {
        "sum": kronor(Ore(row.amount_ore)),
        "creditor": creditor,
    }
    drawn = mark_safe(
        svg(qr_text(token=row.token), title=said)
    )  # our own drawing; the title is escaped there
    return format_html('<span role="img" aria-label="{}">{}</span>', said, drawn)


def _receipt(row: Instruction, amount: Ore, creditor: str) -> list[Row]:
    assert row.paid_on is not None
    assert row.paid_at is not None
    learnt = row.paid_at.astimezone(clock.STOCKHOLM)
    return [
        Row(_("Belopp"), kronor(amount)),
        Row(_("Betalat"), full_date(row.paid_on)),
        Row(_("Till oss"), f"{full_date(learnt.date())} {learnt:%H:%M}"),
        Row(_("Sätt"), Way(row.way).label),
        Row(_("Faktura"), f"{row.reference.invoice_number}, {creditor}"),
        Row(_("Ärende"), in_fours(row.reference.case_number)),
        Row(_("Referens"), row.payment_reference or ""),
    ]
