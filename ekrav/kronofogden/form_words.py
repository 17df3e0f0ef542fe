"""The words of the records, as Kronofogden reads them and staff see them. Always Swedish."""

from typing import Final

from ekrav.filings.claims import AmountKind, ClaimKind
from ekrav.filings.enforcement import Change
from ekrav.filings.payment_order import WithdrawalReason

CLAIMS: Final[dict[ClaimKind, str]] = {
    ClaimKind.CAPITAL: "Kapital",
    ClaimKind.INTEREST: "Ränta",
    ClaimKind.COLLECTING: "Inkasso",
    ClaimKind.LATE_PAYMENT: "Förseningsersättning",
    ClaimKind.REMINDER: "Påminnelse",
}
AMOUNTS: Final[dict[AmountKind, str]] = {
    **{AmountKind(kind.value): word for kind, word in CLAIMS.items()},
    AmountKind.COSTS: "Kostnader i målet",
}
REASONS: Final[dict[WithdrawalReason, str]] = {
    WithdrawalReason.PAID: "Kravet är betalt",
    WithdrawalReason.PLAN: "Parterna har kommit överens om en avbetalningsplan",
    WithdrawalReason.DISPUTE: "Kravet prövas inte vidare efter bestridande",
    WithdrawalReason.MISTAKE: "Ansökan gjordes av misstag",
    WithdrawalReason.SITUATION: "Ändrade förhållanden hos svaranden",
}
CHANGES: Final[dict[Change, str]] = {
    Change.REDUCED: "Beloppet minskas",
    Change.WITHDRAWN: "Ansökan återkallas",
    Change.RESPITE: "Uppskov",
}
RECORDS: Final[dict[str, str]] = {
    "PaymentOrderApplication": "Ansökan om betalningsföreläggande",
    "Confirmation": "Bekräftelse",
    "SupplementQuestion": "Begäran om komplettering",
    "SupplementAnswer": "Komplettering",
    "Reduction": "Nedsättning",
    "Withdrawal": "Återkallelse",
    "Service": "Delgivning",
    "Dispute": "Bestridande",
    "CourtRequest": "Begäran om överlämnande",
    "Dismissal": "Målet avslutat utan utslag",
    "Verdict": "Utslag",
    "EnforcementApplication": "Ansökan om verkställighet",
    "EnforcementChange": "Ändring i verkställighet",
    "EnforcementFee": "Grundavgift",
    "EnforcementReport": "Utredningsrapport",
    "MoneyPaidOut": "Utbetalning",
    "EnforcementClosing": "Slutredovisning",
    "FileReceipt": "Kvittens",
}
