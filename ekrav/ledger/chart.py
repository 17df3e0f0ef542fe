"""What each account of the chart means, and on which side it stands.

The database holds the same rows (`ledger_chartaccount`, laid by the migrations; a test compares them). `KEEPS` says
that a balance never crosses to the other side, per case or per book: the proof of the books looks for one that has.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from ekrav.ledger.models import Account, Keeps, Side
from ekrav.look.parts import Words

DEBIT, CREDIT = Side.DEBIT, Side.CREDIT
NO, CASE, BOOK = Keeps.NO, Keeps.CASE, Keeps.BOOK


@dataclass(frozen=True)
class Meaning:
    """One account: its normal side, whether it keeps to it, and what its balance is, in words."""

    side: Side
    keeps: Keeps
    words: Words


CHART: Final[dict[Account, Meaning]] = {
    Account.CLIENT_FUNDS: Meaning(
        DEBIT, NO, _("Andras pengar på klientmedelskontot. Samma summa som bankens saldo.")
    ),
    Account.PAYMENTS_IN_TRANSIT: Meaning(
        DEBIT,
        NO,
        _(
            "Betalt med Swish, kort eller i internetbanken, eller på väg tillbaka. Banken har inte bokfört det."
        ),
    ),
    Account.PAYMENTS_TO_APPLY: Meaning(
        CREDIT, CASE, _("Har kommit in på ett känt ärende och är inte avräknat än.")
    ),
    Account.DUE_CAPITAL: Meaning(CREDIT, NO, _("Kapital som gäldenärer har betalat och som ska redovisas.")),
    Account.DUE_INTEREST: Meaning(CREDIT, NO, _("Ränta som gäldenärer har betalat och som ska redovisas.")),
    Account.DUE_COSTS: Meaning(
        CREDIT, NO, _("Kostnader som gäldenärer har betalat. De blir byråns avgift när de redovisas.")
    ),
    Account.DUE_LATE_PAYMENT: Meaning(
        CREDIT, NO, _("Förseningsersättning som gäldenärer har betalat och som ska redovisas.")
    ),
    # What went back twice stands on the other side, until it is paid again (`ekrav.payments.cover`).
    Account.OWED_TO_PAYER: Meaning(CREDIT, NO, _("Betalt för mycket. Ska tillbaka till den som betalade.")),
    Account.CREDITOR_OWES: Meaning(
        DEBIT, NO, _("Borgenärens skuld till byrån. Dras av på nästa utbetalning.")
    ),
    Account.AGENCY_OUTLAYS: Meaning(
        CREDIT, NO, _("Vad byrån har lagt ut åt borgenärer hos Kronofogden och får tillbaka av dem.")
    ),
    Account.AGENCY_FEES: Meaning(
        CREDIT, NO, _("Byråns redovisade avgifter som ligger kvar på klientmedelskontot.")
    ),
    Account.AGENCY_VAT: Meaning(CREDIT, NO, _("Momsen på de avgifterna, som också ligger kvar.")),
    Account.PAYOUTS_IN_TRANSIT: Meaning(
        CREDIT, BOOK, _("Godkända utbetalningar som banken inte har dragit än.")
    ),
    Account.FEES_IN_TRANSIT: Meaning(
        CREDIT, NO, _("Byråns avgifter på väg till byråns eget konto. Banken har inte dragit dem än.")
    ),
    Account.UNMATCHED: Meaning(CREDIT, BOOK, _("Pengar vars ärende inte är känt. De väntar på en människa.")),
    Account.CLAIM_OUTLAY: Meaning(
        DEBIT, CASE, _("Kronofogdens avgifter som borgenären har betalat och gäldenärer är skyldiga.")
    ),
    Account.CLAIM_AGENT: Meaning(
        DEBIT, CASE, _("Ersättning för ombudet hos Kronofogden som gäldenärer är skyldiga.")
    ),
    Account.CLAIM_CAPITAL: Meaning(DEBIT, CASE, _("Kapital som gäldenärer är skyldiga.")),
    Account.CLAIM_INTEREST: Meaning(DEBIT, CASE, _("Bokförd ränta som gäldenärer är skyldiga.")),
    Account.CLAIM_REMINDER: Meaning(DEBIT, CASE, _("Påminnelseavgifter som gäldenärer är skyldiga.")),
    Account.CLAIM_DEMAND: Meaning(DEBIT, CASE, _("Avgifter för inkassokrav som gäldenärer är skyldiga.")),
    Account.CLAIM_PLAN: Meaning(DEBIT, CASE, _("Avgifter för amorteringsplaner som gäldenärer är skyldiga.")),
    Account.CLAIM_LATE_PAYMENT: Meaning(DEBIT, CASE, _("Förseningsersättning som företag är skyldiga.")),
    Account.CLAIMS: Meaning(CREDIT, NO, _("Motkonto till fordringarna. Inga pengar, bara krav.")),
}
