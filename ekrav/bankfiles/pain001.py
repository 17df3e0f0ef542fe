"""Write a pain.001 (ISO 20022 CustomerCreditTransferInitiation): payments for the bank to make.

In version 03 or 09, whichever the bank's profile says. The same batch gives the same bytes. What the bank would refuse
is refused here, before the file is made.
"""

from lxml import etree

from ekrav.bankfiles.accounts import BBAN, IBAN, Account, clearing_and_account
from ekrav.bankfiles.bank_profile import Agent, BankProfile, Scheme
from ekrav.bankfiles.build import Builder, NotWritable
from ekrav.bankfiles.characters import bank_text
from ekrav.bankfiles.pain001_rules import NotPayable, check
from ekrav.bankfiles.payment_batch import Debtor, PaymentBatch, PaymentGroup, PaymentOrder
from ekrav.bankfiles.values import write_ore, write_time

_NAME = 70
_Element = etree._Element


def write(batch: PaymentBatch, profile: BankProfile) -> bytes:
    """Return the batch in the bank's dialect and version, accepted by the schema. Raises NotPayable.

    Names and notes are written in the bank's characters (`characters.bank_text`); names are cut at 70, a note
    is never cut.
    """
    check(batch, profile)
    build = Builder(f"pain.001.001.{profile.version}")
    header = build(
        "GrpHdr",
        build("MsgId", batch.message_id),
        build("CreDtTm", write_time(batch.created)),
        build("NbOfTxs", str(len(batch.payments))),
        build("CtrlSum", write_ore(batch.total)),
        _organisation(build, "InitgPty", batch.debtor, profile=profile),
    )
    groups = (_group(build, group, debtor=batch.debtor, profile=profile) for group in batch.groups)
    try:
        return build.document(build("CstmrCdtTrfInitn", header, *groups))
    except NotWritable as wrong:
        raise NotPayable(
            position="hela filen", reason_sv=f"Uppgiften {wrong} har ett värde som formatet inte tar emot."
        ) from wrong


def _group(build: Builder, group: PaymentGroup, *, debtor: Debtor, profile: BankProfile) -> _Element:
    level, day = profile.service_level, group.execution_date.isoformat()
    return build(
        "PmtInf",
        build("PmtInfId", group.payment_information_id),
        build("PmtMtd", "TRF"),
        build("BtchBookg", "true" if profile.batch_booking else "false"),
        build("NbOfTxs", str(len(group.payments))),
        build("CtrlSum", write_ore(group.total)),
        build("PmtTpInf", build("SvcLvl", build("Cd", level))) if level else None,
        build("ReqdExctnDt", day if profile.version == "03" else build("Dt", day)),
        _organisation(build, "Dbtr", debtor, profile=profile),
        build.account("DbtrAcct", group.debited or debtor.account),
        _agent(build, "DbtrAgt", Agent(bic=debtor.bic), profile=profile),
        build.maybe("ChrgBr", profile.charge_bearer),
        *(_payment(build, payment, profile=profile) for payment in group.payments),
    )


def _payment(build: Builder, payment: PaymentOrder, *, profile: BankProfile) -> _Element:
    agent = _payee_agent(payment.payee_account, profile=profile)
    return build(
        "CdtTrfTxInf",
        build("PmtId", build("EndToEndId", payment.end_to_end_id)),
        build("Amt", build.amount("InstdAmt", payment.amount)),
        _agent(build, "CdtrAgt", agent, profile=profile) if agent else None,
        build(
            "Cdtr",
            build("Nm", bank_text(payment.payee_name)[:_NAME].rstrip()),
            _address(build, town=payment.payee_town, country=payment.payee_country),
        ),
        _payee_account(build, payment.payee_account, profile=profile),
        build("RmtInf", _reference(build, payment, profile=profile)),
    )


def _reference(build: Builder, payment: PaymentOrder, *, profile: BankProfile) -> _Element:
    if payment.note:
        return build("Ustrd", bank_text(payment.note))
    amount = (
        build("RfrdDocAmt", build.amount("RmtdAmt", payment.amount)) if profile.reference_amount else None
    )
    kind = build("Tp", build("CdOrPrtry", build("Cd", "SCOR")))
    return build("Strd", amount, build("CdtrRefInf", kind, build("Ref", payment.ocr)))


def _organisation(build: Builder, tag: str, debtor: Debtor, *, profile: BankProfile) -> _Element:
    scheme = _scheme(build, profile.organisation_scheme)
    return build(
        tag,
        build("Nm", bank_text(debtor.name)[:_NAME].rstrip()),
        _address(build, town=debtor.town, country=debtor.country),
        build("Id", build("OrgId", build("Othr", build("Id", debtor.organisation_number), scheme))),
    )


def _address(build: Builder, *, town: str, country: str) -> _Element:
    return build("PstlAdr", build("TwnNm", bank_text(town)), build("Ctry", country))


def _payee_agent(account: Account, *, profile: BankProfile) -> Agent | None:
    """Who keeps the payee's account: the giro itself, or the bank with the account's clearing number."""
    if account.scheme == BBAN:
        return Agent(member=clearing_and_account(account.number)[0])
    return profile.agents.get(account.scheme)


def _agent(build: Builder, tag: str, agent: Agent, *, profile: BankProfile) -> _Element:
    if agent.bic:
        name = "BIC" if profile.version == "03" else "BICFI"
        return build(tag, build("FinInstnId", build(name, agent.bic)))
    member = build("ClrSysMmbId", build("ClrSysId", build("Cd", "SESBA")), build("MmbId", agent.member))
    return build(tag, build("FinInstnId", member))


def _payee_account(build: Builder, account: Account, *, profile: BankProfile) -> _Element | None:
    if account.scheme == IBAN:
        return build.account("CdtrAcct", account)
    scheme = _scheme(build, profile.schemes[account.scheme])
    number = clearing_and_account(account.number)[1] if account.scheme == BBAN else account.number
    return build("CdtrAcct", build("Id", build("Othr", build("Id", number), scheme)))


def _scheme(build: Builder, scheme: Scheme) -> _Element:
    return build("SchmeNm", build(scheme.kind, scheme.name))
