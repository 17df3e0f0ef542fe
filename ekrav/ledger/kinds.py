"""What each kind of entry says, in words, and the rule that made it: one row a kind, for everything that is posted.

A page that shows a sum shows these beside each entry. The taking back of an entry is told with the words of what it
takes back. A test compares the table with everything that the code posts.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ekrav.ledger.models import Account
from ekrav.look.parts import Words

REVERSE: Final = "reverse "

_COSTS = _("Lag (1981:739) om ersättning för inkassokostnader m.m., %s §§")
_CLIENT_FUNDS = _("Inkassolagen (1974:182) 10 §: klientmedel hålls skilda och redovisas")
_ORDER = _("Avräkningsordningen: kostnader, ränta, kapital")
_BANK = _("Bankens uppgift, bokförd på bankens dag")
_AGREEMENT = _("Avtalet mellan borgenären och byrån")


@dataclass(frozen=True)
class Rule:
    """One kind: what happened, and by which statute, agreement or decision. `paragraphs` of the costs act."""

    words: Words
    rule: Words
    paragraphs: str = ""

    @property
    def rule_words(self) -> str:
        """The rule as it is printed."""
        return str(self.rule) % self.paragraphs if self.paragraphs else str(self.rule)


KINDS: Final[dict[str, Rule]] = {
    # The claim grows.
    "register": Rule(_("Fakturans obetalda belopp"), _("Fakturan")),
    "remind": Rule(_("Påminnelse"), _COSTS, "2 och 4"),
    "demand": Rule(_("Inkassokrav"), _COSTS, "3 och 4"),
    "final_notice": Rule(_("Sista uppmaning"), _COSTS, "3 och 4"),
    "plan": Rule(_("Amorteringsplan"), _COSTS, "3 och 4"),
    "plan_notice": Rule(_("Avi i amorteringsplanen"), _("Avtalet om amorteringsplan")),
    "interest": Rule(
        _("Dröjsmålsränta till dagen"), _("Räntelagen (1975:635) 3, 4 och 6 §§, eller avtalad ränta")
    ),
    "interest after reversal": Rule(
        _("Ränta som är obetald efter återföringen"), _("Räntelagen (1975:635) 3, 4 och 6 §§")
    ),
    "apply_order": Rule(
        _("Kostnader i målet om betalningsföreläggande"),
        _("Lag (1990:746) 48 § och förordning (1992:1094) 1 §"),
    ),
    "base fee": Rule(_("Kronofogdens grundavgift"), _("Förordning (1992:1094) 4, 5 och 6 §§")),
    # The claim shrinks.
    "apply payment": Rule(_("Betalning avräknad"), _ORDER),
    "take back interest": Rule(
        _("Ränta som räknats för dagar efter betalningen"), _("Räntelagen (1975:635) 3 §")
    ),
    "waive interest after the printed amount": Rule(
        _("Ränta efter brevets belopp efterges"), _("Brevets ord: betalas beloppet i tid är skulden betald")
    ),
    "waive interest above the plan's rate": Rule(
        _("Ränta över planens efterges"), _("Avtalet om amorteringsplan")
    ),
    "waive the rest of a kept plan": Rule(
        _("Planen är följd, resten efterges"), _("Avtalet om amorteringsplan")
    ),
    "give up disputed claim": Rule(_("Bestridandet godtogs, kravet faller"), _("Beslut om bestridandet")),
    "give up disputed part": Rule(_("Bestridandet godtogs till en del"), _("Beslut om bestridandet")),
    "give up claim dismissed by court": Rule(_("Tingsrätten ogillade kravet"), _("Tingsrättens dom")),
    "costs of order without title": Rule(_("Kostnader utan utslag"), _("Utslag saknas, lag (1990:746) 48 §")),
    "costs not granted": Rule(_("Kostnader som inte dömdes ut"), _("Utslaget, lag (1990:746) 48 §")),
    "give up withdrawn": Rule(_("Ärendet återkallat"), _("Borgenärens beslut, till godkänt pris")),
    "write off": Rule(_("Resten avskriven"), _("Borgenärens eller byråns beslut")),
    "give up rest": Rule(_("Resten efterges"), _("Borgenärens val när betalningen registrerades")),
    "give up rest of paid title": Rule(
        _("Utslaget är betalt enligt Kronofogden, resten efterges"), _("Kronofogdens slutredovisning")
    ),
    "fee taken by authority": Rule(
        _("Kronofogden har tagit sin avgift av gäldenären"), _("Förordning (1992:1094) 4 §")
    ),
    "give up remainder": Rule(_("Liten rest efterges"), _("Taxan: rester under beloppet krävs inte")),
    "give up after the end": Rule(
        _("Återförd betalning krävs inte"), _("Ärendet var avslutat när banken tog tillbaka betalningen")
    ),
    # Money comes, and is placed.
    "payment in": Rule(_("Betalning från gäldenären"), _BANK),
    "payment on its way": Rule(
        _("Betalning med Swish, kort eller internetbank"), _("Betaltjänstens besked till oss")
    ),
    "payment arrived": Rule(_("Pengarna har kommit till klientmedelskontot"), _BANK),
    "payment unmatched": Rule(_("Betalning utan känt ärende"), _BANK),
    "payment assigned": Rule(_("Betalning placerad på sitt ärende"), _("En handläggares beslut")),
    "payment used on own debt": Rule(
        _("Använd på en annan egen skuld"), _("Betalarens ord, som är nedtecknat")
    ),
    "payment sent back": Rule(_("Ska tillbaka till betalaren"), _("En handläggares beslut")),
    "sent back and taken back": Rule(
        _("Betalaren har fått pengarna två gånger"), _("Banken tog tillbaka det som hade gått tillbaka")
    ),
    "payment on closed case": Rule(
        _("Betalt på avslutat ärende, ska tillbaka"), _("Inget fanns kvar att betala")
    ),
    "take back payment": Rule(_("Betalningen räknas inte längre"), _BANK),
    # Between the creditor and the agency.
    "charge creditor": Rule(_("Pris för borgenärens val"), _("Det pris som borgenären godkände")),
    "advance outlay": Rule(
        _("Kronofogdens avgift, utlagd åt borgenären"), _("Det pris som borgenären godkände")
    ),
    "surveillance letter": Rule(_("Efterbevakningsbrev"), _("Det pris som borgenären godkände")),
    "costs paid to creditor": Rule(_("Våra kostnader, betalda till borgenären"), _AGREEMENT),
    "credit note": Rule(
        _("Avgift och moms tillbaka enligt kreditnota"), _("Kreditnotan, mervärdesskattelagen 17 kap. 22 §")
    ),
    # Money leaves.
    "settle": Rule(_("Redovisning till borgenären"), _CLIENT_FUNDS),
    "refund": Rule(
        _("På väg tillbaka till den som betalade"), _("Betalt utan skuld: går tillbaka till betalaren")
    ),
    "refund on its way": Rule(
        _("På väg tillbaka till den som betalade, samma väg"), _("En handläggares beslut")
    ),
    "part gone to the card": Rule(
        _("Har gått tillbaka till kortet, av det som skulle tillbaka"), _("En handläggares beslut")
    ),
    "refund not made": Rule(_("Återbetalningen blev inte av"), _("Betaltjänstens besked till oss")),
    "returned payout": Rule(_("Utbetalning som kom tillbaka från banken"), _BANK),
    "payout paid": Rule(_("Utbetalt"), _BANK),
    "withdraw fees": Rule(_("Byråns avgifter på väg till byråns konto"), _CLIENT_FUNDS),
    "fees withdrawn": Rule(_("Byråns avgifter uttagna"), _BANK),
    "returned fees": Rule(_("Uttag av avgifter som kom tillbaka från banken"), _BANK),
    "agency paid in": Rule(_("Byrån har satt in det som fattades"), _CLIENT_FUNDS),
}


# Where the account decides the rule: a letter to a company asks for compensation, and what stays of a payout is fees.
_CHARGING: Final = frozenset({"remind", "demand", "final_notice"})
_KEPT: Final = {
    Account.AGENCY_FEES: _AGREEMENT,
    Account.AGENCY_VAT: _(
        "Mervärdesskattelagen (2023:200) 9 kap. 2 §: 25 procent på avgifterna, avrundat en gång"
    ),
    Account.CREDITOR_OWES: _AGREEMENT,
}


def words_of(kind: str) -> str:
    """What an entry of this kind says."""
    if kind.startswith(REVERSE):
        return _t("Tillbaka: %(what)s") % {"what": words_of(kind.removeprefix(REVERSE))}
    return str(KINDS[kind].words) if kind in KINDS else kind


def rule_of(kind: str, account: Account) -> str:
    """The rule behind an account's part of an entry of this kind; of what it takes back, when it does."""
    kind = kind.removeprefix(REVERSE)
    if kind in _CHARGING and account == Account.CLAIM_LATE_PAYMENT:
        return str(_COSTS).replace("§§", "§") % "4 a"
    if kind == "settle" and account in _KEPT:
        return str(_KEPT[account])
    return KINDS[kind].rule_words if kind in KINDS else ""
