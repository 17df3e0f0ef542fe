"""Write a camt.054, as a bank would: the counterparty of the demo world sends what the reader is made for."""

from collections.abc import Sequence
from typing import Literal

from lxml import etree

from ekrav.bankfiles.build import Builder, NotWritable
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Deduction,
    Direction,
    Entry,
    Notification,
    ReferenceSource,
)
from ekrav.bankfiles.values import write_ore, write_time
from ekrav.money import Ore

_Element = etree._Element


def write(notification: Notification, *, version: Literal["02", "08"] = "08") -> bytes:
    """Return the notification as a camt.054 in `version`; what `read` returns of it is equal to it.

    `left_out` is not written, and a `ReferenceSource.PLACE` is not either: it is where a payment stands.
    Raises NotWritable.
    """
    build = Builder(f"camt.054.001.{version}")
    created = build("CreDtTm", write_time(notification.created))
    header = build("GrpHdr", build("MsgId", notification.message_id), created)
    notices = (_notice(build, notice, notification=notification) for notice in notification.notices)
    return build.document(build("BkToCstmrDbtCdtNtfctn", header, *notices))


def _notice(build: Builder, notice: AccountNotice, *, notification: Notification) -> _Element:
    return build(
        "Ntfctn",
        build("Id", notice.notice_id),
        None if notice.sequence is None else build("ElctrncSeqNb", str(notice.sequence)),
        build("CreDtTm", write_time(notification.created)),
        build.maybe("CpyDplctInd", "DUPL" if notification.duplicate else ""),
        build.account("Acct", notice.account),
        _summary(build, notice.entries),
        *(_entry(build, entry) for entry in notice.entries),
    )


def _summary(build: Builder, entries: Sequence[Entry]) -> _Element:
    credits = [entry.amount for entry in entries if entry.direction is Direction.CREDIT]
    debits = [entry.amount for entry in entries if entry.direction is Direction.DEBIT]
    net = sum(credits) - sum(debits)
    amount = write_ore(Ore(abs(net)))
    direction = build("CdtDbtInd", Direction.CREDIT if net >= 0 else Direction.DEBIT)
    if build.name.endswith("02"):
        told = [build("TtlNetNtryAmt", amount), direction]
    else:
        told = [build("TtlNetNtry", build("Amt", amount), direction)]
    return build(
        "TxsSummry",
        _total(build, "TtlNtries", credits + debits, *told),
        _total(build, "TtlCdtNtries", credits),
        _total(build, "TtlDbtNtries", debits),
    )


def _total(build: Builder, tag: str, amounts: Sequence[Ore], *more: _Element) -> _Element:
    total = write_ore(Ore(sum(amounts)))
    return build(tag, build("NbOfNtries", str(len(amounts))), build("Sum", total), *more)


def _entry(build: Builder, entry: Entry) -> _Element:
    family = "RCDT" if entry.direction is Direction.CREDIT else "ICDT"
    return build(
        "Ntry",
        build.amount("Amt", entry.amount),
        build("CdtDbtInd", entry.direction),
        build("RvslInd", "true") if entry.reversal else None,
        build("Sts", "BOOK") if build.name.endswith("02") else build("Sts", build("Cd", "BOOK")),
        build("BookgDt", build("Dt", f"{entry.booked_date}")),
        build("ValDt", build("Dt", f"{entry.value_date}")) if entry.value_date else None,
        build.maybe("AcctSvcrRef", entry.bank_reference),
        build("BkTxCd", build("Domn", build("Cd", "PMNT"), _family(build, family))),
        build.filled("NtryDtls", *(_payment(build, parts) for parts in _payments(build, entry))),
    )


def _family(build: Builder, code: str) -> _Element:
    return build("Fmly", build("Cd", code), build("SubFmlyCd", "DMCT"))


def _payments(build: Builder, entry: Entry) -> list[list[BankTransaction]]:
    """Return the payments of an entry, each with its parts: a whole is alone, parts follow one another."""
    payments: list[list[BankTransaction]] = []
    for transaction in entry.transactions:
        if transaction.part and len(transaction.references) != 1:
            raise NotWritable("Strd: a part needs one reference")
        if build.name.endswith("02") and transaction.direction is not entry.direction:
            raise NotWritable("TxDtls: version 02 has no direction of its own")
        if transaction.part > 1 and payments:
            payments[-1].append(transaction)
        else:
            payments.append([transaction])
    return payments


def _payment(build: Builder, parts: Sequence[BankTransaction]) -> _Element:
    whole = Ore(sum(part.amount for part in parts))
    first = parts[0]
    own = first.bank_reference if first.reference_source is ReferenceSource.PAYMENT else ""
    amounts = (
        [build("AmtDtls", build("TxAmt", build.amount("Amt", whole)))]
        if build.name.endswith("02")
        else [build.amount("Amt", whole), build("CdtDbtInd", first.direction)]
    )
    references = build.filled(
        "Refs",
        build.maybe("AcctSvcrRef", own),
        build.maybe("PmtInfId", first.payment_information_id),
        build.maybe("EndToEndId", first.end_to_end_id),
    )
    return build("TxDtls", references, *amounts, _parties(build, first), _remittance(build, parts))


def _parties(build: Builder, payment: BankTransaction) -> _Element | None:
    return build.filled(
        "RltdPties",
        _party(build, "Dbtr", payment.payer_name),
        build.account("DbtrAcct", payment.payer_account),
        _party(build, "Cdtr", payment.payee_name),
        build.account("CdtrAcct", payment.payee_account),
    )


def _party(build: Builder, role: str, name: str) -> _Element | None:
    if not name:
        return None
    named = build("Nm", name)
    return build(role, named if build.name.endswith("02") else build("Pty", named))


def _remittance(build: Builder, parts: Sequence[BankTransaction]) -> _Element | None:
    free = [build("Ustrd", line) for line in parts[0].text.split("\n") if line]
    structured = [
        one
        for part in parts
        for one in (
            *(_paid(build, reference, part=part) for reference in part.references),
            *(_deducted(build, deduction) for deduction in part.deductions),
        )
    ]
    return build.filled("RmtInf", *free, *structured)


def _paid(build: Builder, reference: str, *, part: BankTransaction) -> _Element:
    deducted = sum(deduction.amount or 0 for deduction in part.deductions)
    told = part.part or (part.deductions and not part.unclear)
    amount = build.amount("RmtdAmt", Ore(part.amount + deducted)) if told else None
    return build("Strd", build.filled("RfrdDocAmt", amount), _reference(build, reference))


def _deducted(build: Builder, deduction: Deduction) -> _Element:
    amount = build.amount("CdtNoteAmt", deduction.amount) if deduction.amount else None
    return build(
        "Strd",
        build("RfrdDocInf", _kind(build, "CREN")),
        build.filled("RfrdDocAmt", amount),
        _reference(build, deduction.reference) if deduction.reference else None,
    )


def _reference(build: Builder, reference: str) -> _Element:
    return build("CdtrRefInf", _kind(build, "SCOR"), build("Ref", reference))


def _kind(build: Builder, code: str) -> _Element:
    return build("Tp", build("CdOrPrtry", build("Cd", code)))
