"""The first page of Handläggning: what waits, house by house. It asks every house, so it stands above them all."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from cases.debtor_queue import debtors_to_judge
from cases.dispute import ready_to_decide
from cases.held_up import how_many as cannot_be_done
from cases.models import Application, Case, Notice
from cases.questions import overdue_claims
from cases.rates_page import payments_waiting
from cases.situations.queue import how_many_due
from cases.states import State
from cases.stopped_letters import how_many, how_many_undrawn
from cases.surveillance.seen import how_many as surveillance_waits
from cases.untold import how_many_untold
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.bankgiro import open_changes
from ekrav.accounts.held import held_creditors
from ekrav.accounts.queues import EVERYBODY, FINANCE, address_of_route, may_open
from ekrav.agency.failing import how_many_failing
from ekrav.agency.models import Agency, RateRow, StaffMember
from ekrav.agency.rate_watch import missing_rate
from ekrav.agency.rates import current_rates
from ekrav.kronofogden.alarms import alarms
from ekrav.kronofogden.by_hand import to_send
from ekrav.look.parts import Link, Words
from ekrav.payments.bank_views import how_many_wrong
from ekrav.payments.book_views import how_many_differ, how_many_short
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.keep import refused_files
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.owed_too_long import owed_too_long, unplaced_too_long
from ekrav.payments.ways.charge_back import how_many_kept_late
from ekrav.payments.ways.on_its_way import how_many_late
from ekrav.payments.ways.refund import to_approve
from payouts.fee_models import FeeTransfer
from payouts.models import PayoutRun
from payouts.refund_sources import accounts_to_ask_for
from payouts.stuck import to_ask_about
from payouts.undelivered import undelivered
from payouts.unsent_fees import standing_still

Row = tuple[Words, str, frozenset[StaffMember.Role], Callable[[], int]]

ROWS: Final[tuple[Row, ...]] = (
    (_("Nya borgenärer att kontrollera"), "staff:creditors", EVERYBODY, lambda: held_creditors().count()),
    (_("Ändrade bankgiron att kontrollera"), "staff:creditors", EVERYBODY, lambda: open_changes().count()),
    (_("Gäldenärer att kontrollera"), "cases:debtors", EVERYBODY, lambda: len(debtors_to_judge())),
    (
        _("Händelser hos gäldenärer"),
        "cases:situations",
        EVERYBODY,
        lambda: how_many_due(today=clock.today()),
    ),
    (
        _("Från gäldenärer"),
        "cases:notices",
        EVERYBODY,
        lambda: Notice.objects.filter(handled_at=None).count(),
    ),
    (
        _("Borgenärer som inte har svarat om en betalning"),
        "cases:notices",
        EVERYBODY,
        lambda: overdue_claims(today=clock.today()).count(),
    ),
    (
        _("Bestridanden att avgöra"),
        "cases:disputes",
        EVERYBODY,
        lambda: ready_to_decide(today=clock.today()).count(),
    ),
    (_("Brev i retur, stoppade eller att posta för hand"), "cases:stopped_letters", EVERYBODY, how_many),
    (
        _("Brev och ansökningar som inte går att göra"),
        "cases:held_up",
        EVERYBODY,
        lambda: (
            cannot_be_done(today=clock.today())
            + how_many_undrawn(at=clock.now())
            + how_many_untold()
            + how_many_failing()
        ),
    ),
    (
        _("Efterbevakning som brådskar"),
        "cases:surveillance_queue",
        EVERYBODY,
        lambda: surveillance_waits(today=clock.today(), rates=current_rates()),
    ),
    (
        _("Filer och svar hos Kronofogden att reda ut"),
        "kronofogden:files",
        EVERYBODY,
        lambda: alarms(at=clock.now()).count,
    ),
    (
        _("Frågor från Kronofogden att besvara"),
        "cases:supplements",
        EVERYBODY,
        lambda: Application.objects.filter(supplement_by__isnull=False, ended_on=None).count(),
    ),
    (
        _("Mål hos tingsrätten"),
        "cases:in_court",
        EVERYBODY,
        lambda: Case.objects.filter(state=State.COURT).count(),
    ),
    (_("Att skicka till Kronofogden för hand"), "kronofogden:by_hand", EVERYBODY, lambda: to_send().count()),
    (
        _("Oplacerade betalningar"),
        "payments:unmatched",
        FINANCE,
        lambda: UnmatchedPayment.objects.filter(state=UnmatchedPayment.State.OPEN).count(),
    ),
    (
        _("Betalningar som kan vara meddelade två gånger"),
        "payments:unmatched",
        FINANCE,
        lambda: UnmatchedPayment.objects.filter(state=UnmatchedPayment.State.HELD).count(),
    ),
    (
        _("Återbetalningar samma väg att godkänna"),
        "payments:moving",
        FINANCE,
        lambda: to_approve().count(),
    ),
    (
        _("Återföringar från banken, och debiteringar som ingen bad om"),
        "cases:reversals",
        FINANCE,
        lambda: debits_taken_back().count(),
    ),
    (
        _("Betalningar på väg som dröjer"),
        "payments:moving",
        FINANCE,
        lambda: how_many_late(today=clock.today()) + how_many_kept_late(today=clock.today()),
    ),
    (
        _("Oplacerade som har legat för länge"),
        "payments:unmatched",
        FINANCE,
        lambda: unplaced_too_long(today=clock.today()),
    ),
    (
        _("Att återbetala som har legat för länge"),
        "payouts:refunds",
        FINANCE,
        lambda: owed_too_long(today=clock.today()),
    ),
    (_("Banken"), "payments:bank", FINANCE, how_many_wrong),
    (_("Klientmedel som fattas, att sätta in"), "payments:proofs", FINANCE, how_many_short),
    (_("Klientmedel som inte stämmer med banken"), "payments:proofs", FINANCE, how_many_differ),
    (
        _("Bankfiler som inte kunde läsas"),
        "payments:files",
        FINANCE,
        lambda: refused_files().count(),
    ),
    (
        _("Utbetalningar att godkänna"),
        "payouts:runs",
        FINANCE,
        lambda: PayoutRun.objects.filter(state=PayoutRun.State.DRAFT).count(),
    ),
    (_("Avräkningsnotor som inte kom fram"), "payouts:staff_notes", FINANCE, lambda: len(undelivered())),
    (
        _("Byråns avgifter att godkänna"),
        "payouts:fees",
        FINANCE,
        lambda: FeeTransfer.objects.filter(state=FeeTransfer.State.DRAFT).count(),
    ),
    (
        _("Byråns avgifter som står still på vägen"),
        "payouts:fees",
        FINANCE,
        lambda: standing_still(today=clock.today()).count(),
    ),
    (
        _("Utbetalningar som står still"),
        "payouts:watch",
        FINANCE,
        lambda: to_ask_about(today=clock.today()),
    ),
    (
        _("Konton att fråga betalare om"),
        "payouts:refunds",
        FINANCE,
        accounts_to_ask_for,
    ),
    (
        _("Satser att bekräfta"),
        "cases:rates",
        FINANCE,
        lambda: RateRow.objects.filter(confirmed_at=None, refused_at=None).count(),
    ),
    (
        _("Betalningar som väntar på räntan"),
        "cases:rates",
        FINANCE,
        lambda: payments_waiting(rates=current_rates()).count(),
    ),
)


@staff_page()
def worklist(request: StaffRequest) -> HttpResponseBase:
    """Every queue that one may open with how many wait in it, and those where nothing does by their names."""
    rows = [
        Link(label=word, url=url, count=count())
        for word, name, needed, count in ROWS
        if may_open(needed, roles=request.staff.roles) and (url := address_of_route(name))
    ]
    context = {
        "waiting": [row for row in rows if row.count],
        "empty": [row for row in rows if not row.count],
        "missing": missing_rate(today=clock.today(), rates=current_rates()),
        "incomplete": bool(Agency.objects.get().missing()),
        "may_complete": StaffMember.Role.ADMINISTRATOR in request.staff.roles,
    }
    return TemplateResponse(request, "accounts/staff_worklist.html", context)
