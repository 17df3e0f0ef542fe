"""How the banks differ in pain.001: their rules for bankgiro payees contradict one another, so a bank is a value.

Two dialects are known well enough. `SESBA` names the bankgiro by clearing number 9900, wants a bankgiro debited for a
bankgiro payee and no service level (rules 219, PFH_217). `BGAB` names it by Bankgirot's BIC, debits an IBAN and says
NURG.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ekrav.bankfiles.accounts import BANKGIRO, BBAN, IBAN, PLUSGIRO


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A bank, by BIC or by its number in the Swedish clearing (SESBA)."""

    bic: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The name of a numbering scheme: `kind` "Cd" (ISO's code list) or "Prtry" (the bank's own)."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankProfile:
    """One bank's dialect.

    `version` is the pain.001 it takes. `debits` tells, per kind of payee account, which kind of our accounts must be
    debited; a kind that is not there is not paid to. `agents` and `schemes` are how a giro payee is named.
    `reference_amount` tells that an OCR reference must come with its amount. `giro_note` is the longest free text to a
    giro.
    """

    name: str
    version: Literal["03", "09"] = "09"
    debits: Mapping[str, str]
    agents: Mapping[str, Agent]
    schemes: Mapping[str, Scheme]
    organisation_scheme: Scheme
    service_level: str
    charge_bearer: str
    reference_amount: bool
    giro_note: int = 25
    batch_booking: bool = False


SESBA = BankProfile(
    name="sesba",
    debits={BANKGIRO: BANKGIRO, PLUSGIRO: IBAN, IBAN: IBAN, BBAN: IBAN},
    agents={BANKGIRO: Agent(member="9900"), PLUSGIRO: Agent(member="9960")},
    schemes={
        BANKGIRO: Scheme(kind="Prtry", name="BGNR"),
        PLUSGIRO: Scheme(kind="Cd", name="BBAN"),
        BBAN: Scheme(kind="Cd", name="BBAN"),
    },
    organisation_scheme=Scheme(kind="Cd", name="COID"),
    service_level="",
    charge_bearer="",
    reference_amount=True,
)

BGAB = BankProfile(
    name="bgab",
    debits={BANKGIRO: IBAN, IBAN: IBAN},  # how this dialect names a plusgiro's bank is not known
    agents={BANKGIRO: Agent(bic="BGABSESS")},
    schemes={BANKGIRO: Scheme(kind="Prtry", name="BGNR")},
    organisation_scheme=Scheme(kind="Prtry", name="ORGNR"),
    service_level="NURG",
    charge_bearer="SLEV",
    reference_amount=False,
)

SESBA_03 = replace(SESBA, name="sesba-03", version="03")
BGAB_03 = replace(BGAB, name="bgab-03", version="03")

PROFILES: Mapping[str, BankProfile] = {profile.name: profile for profile in (SESBA, BGAB, SESBA_03, BGAB_03)}
