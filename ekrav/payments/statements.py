"""Keep a camt.053: the bank's balances and lines, for comparison with the book. Nothing of it is ever booked.

A statement of a day that is kept already is told `AlreadyRead` when it says the same, and refuses the file when it
says something else. Numbers that are missing and balances that do not follow on one another do not refuse a file,
for the missing one may come later: `ekrav.payments.bank_watch` tells them.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from ekrav import clock
from ekrav.audit.record import record
from ekrav.bankfiles import camt053
from ekrav.bankfiles.refusal import FileRefused
from ekrav.bankfiles.statement import Statement, StatementFile, StatementLine
from ekrav.payments.keep import AlreadyRead, Arrival, Contents, claim, one_reading
from ekrav.payments.models import BankEntry, BankFile, BankStatement, StatementEntry
from ekrav.payments.our_accounts import refuse_other_accounts
from ekrav.tenancy import agency_scope

STATEMENT = camt053.MESSAGE
_AT_A_TIME = 1000
_LONGEST_NUMBER = 10**15


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A file of statements that is kept: the last day, and how many lines."""

    file_id: int
    public_id: UUID
    name: str
    last_day: date
    lines: int


def keep_statements(arrival: Arrival) -> Stated:
    """Keep the statements in a file, all or none. Opens its own scopes. Raises `AlreadyRead`, `FileRefused`."""
    at, by = arrival.at, arrival.by
    with one_reading(arrival):
        told = camt053.read(arrival.content)
        _refuse_future(told, today=clock.civil_date(at))
        with agency_scope():
            refuse_other_accounts([statement.account for statement in told.statements])
            file = claim(arrival, _contents(told))
            for number, statement in enumerate(told.statements, start=1):
                _refuse_known(statement, file=file, position=f"utdrag {number}")
                _keep(file, statement)
            record(act="bank_statement_kept", on=file, by=by, at=at)
    return Stated(
        file_id=file.pk,
        public_id=file.public_id,
        name=file.name,
        last_day=max(statement.last_day for statement in told.statements),
        lines=sum(len(statement.lines) for statement in told.statements),
    )


def _refuse_future(told: StatementFile, *, today: date) -> None:
    for number, statement in enumerate(told.statements, start=1):
        if statement.last_day > today:
            raise FileRefused(
                position=f"utdrag {number}",
                reason_sv=f"Kontoutdraget går till {statement.last_day}, en dag som inte har varit."
                " Hämta filen på nytt från banken.",
            )


def _refuse_known(statement: Statement, *, file: BankFile, position: str) -> None:
    """Refuse days or a number that are kept already: as read when they say the same, as a fault when they do not."""
    same = Q(from_date__lte=statement.last_day, to_date__gte=statement.first_day)
    if statement.sequence is not None:
        same |= Q(sequence=statement.sequence, to_date__year=statement.last_day.year)
    kept = BankStatement.objects.filter(same, account=str(statement.account)).select_related("file")
    before = kept.order_by("id").first()
    if before is None:
        return
    if before.file.pk != file.pk and _says(before) == _would_say(statement):
        raise AlreadyRead(file_id=before.file.pk, name=before.file.name, at=before.file.received_at)
    raise FileRefused(
        position=position,
        reason_sv=f"Banken har redan lämnat ett utdrag för {before.from_date}–{before.to_date} med andra uppgifter"
        f" ({before.file.name}). Fråga banken vilket som gäller.",
    )


def _says(kept: BankStatement) -> tuple[object, ...]:
    balances = (kept.opening_ore, kept.credit_ore, kept.debit_ore, kept.closing_ore)
    return (kept.statement_id, kept.from_date, kept.to_date, *balances)


def _would_say(statement: Statement) -> tuple[object, ...]:
    balances = (statement.opening, statement.credits, statement.debits, statement.closing)
    return (statement.statement_id, statement.first_day, statement.last_day, *balances)


def _keep(file: BankFile, statement: Statement) -> None:
    if len(statement.statement_id) > 35 or (statement.sequence or 0) >= _LONGEST_NUMBER:
        raise FileRefused(
            position="hela filen",
            reason_sv="Kontoutdragets nummer är längre än formatet tillåter. Hämta filen på nytt från banken.",
        )
    row = BankStatement.objects.create(
        file=file,
        account=str(statement.account)[:40],
        statement_id=statement.statement_id,
        sequence=statement.sequence,
        from_date=statement.first_day,
        to_date=statement.last_day,
        opening_ore=statement.opening,
        credit_ore=statement.credits,
        debit_ore=statement.debits,
        closing_ore=statement.closing,
    )
    StatementEntry.objects.bulk_create(
        (_entry(row, line, ordinal) for ordinal, line in enumerate(statement.lines, start=1)),
        batch_size=_AT_A_TIME,
    )


def _entry(row: BankStatement, line: StatementLine, ordinal: int) -> StatementEntry:
    return StatementEntry(
        statement=row,
        ordinal=ordinal,
        direction=BankEntry.Direction(line.direction),
        reversal=line.reversal,
        amount_ore=line.amount,
        booked_date=line.booked_date,
        bank_reference=line.bank_reference[:120],
    )


def _contents(told: StatementFile) -> Contents:
    return Contents(
        format=f"{STATEMENT}.001.{told.version}",
        message_id=told.message_id[:35],
        entry_count=sum(len(statement.lines) for statement in told.statements),
        credit_ore=sum(statement.credits for statement in told.statements),
        debit_ore=sum(statement.debits for statement in told.statements),
    )
