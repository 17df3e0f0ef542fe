"""What is owed to payers, and to which account it would go: the one it came from, or one that staff have been told.

An account is never guessed: when a case was paid from several accounts, or the bank told none, staff ask the payer. One
that the bank could not pay to is not tried again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Sum

from ekrav.bankfiles.accounts import BANKGIRO, BBAN, IBAN, PLUSGIRO
from ekrav.ledger.models import Account, Entry, Line
from ekrav.payments.models import PayerDetail, Payment, Reference, UnmatchedPayment
from ekrav.payments.ways.note import gone_and_waits
from ekrav.tenancy import AGENCY_TENANT_ID
from payouts.models import PayerAccount, Payout
from payouts.settle import on_its_way

PAYABLE = (BANKGIRO, PLUSGIRO, IBAN, BBAN)

Key = tuple[int | None, int | None]
"""Subledger, or bank entry."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Money owed to one payer, öre. `account` "" is one that staff must ask for."""

    creditor_id: int
    subledger_id: int | None = None
    entry_id: int | None = None
    amount: int
    name: str = ""
    account: str = ""
    number: str = ""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.subledger_id, self.entry_id


def sources() -> list[Source]:
    """All that is owed to payers and not on its way to them, oldest first. In a staff scope.

    What has gone back to a payer's card may be the same money: it waits until a person has said what becomes of it.
    """
    return [*_of_entries(), *_of_cases()]


def accounts_to_ask_for() -> int:
    """How many payers have money with us and no account that it could go to. In a staff scope."""
    return sum(1 for source in sources() if source.amount > 0 and not source.account)


def decided_ore(entry_ids: Collection[int]) -> dict[int, int]:
    """What was decided to go back and still is, by bank entry. In a scope that sees the agency's book."""
    keys = {f"send back {pk}": pk for pk in entry_ids}
    lines = Line.objects.filter(creditor_id=AGENCY_TENANT_ID, account=Account.OWED_TO_PAYER)
    # The bank may have taken it back before it went.
    undone = Entry.objects.filter(creditor_id=AGENCY_TENANT_ID, reverses__key__in=keys)
    gone = set(undone.values_list("reverses__key", flat=True))
    rows = lines.filter(entry__key__in=keys).values_list("entry__key").annotate(ore=Sum("amount_ore"))
    return {keys[key]: 0 if key in gone else -ore for key, ore in rows}


def _of_entries() -> Iterable[Source]:
    back = UnmatchedPayment.objects.filter(state=UnmatchedPayment.State.RETURNED)
    gone = Payout.objects.filter(refund_entry__isnull=False).exclude(
        state__in=[Payout.State.DRAFT, Payout.State.WITHDRAWN, Payout.State.REJECTED, Payout.State.RETURNED]
    )
    ids = list(
        back.exclude(entry_id__in=gone.values("refund_entry_id"))
        .order_by("entry_id")
        .values_list("entry_id", flat=True)
    )
    owed, payers = decided_ore(ids), PayerDetail.objects.in_bulk(ids)
    typed, failed = _typed(), _failed()
    for pk in ids:
        payer = payers.get(pk)
        account = payer.account if payer else ""
        yield Source(
            creditor_id=AGENCY_TENANT_ID,
            entry_id=pk,
            amount=owed.get(pk, 0),
            name=payer.name if payer else "",
            account=_usable(typed.get((None, pk), account), failed=failed.get((None, pk), ())),
        )


def _of_cases() -> Iterable[Source]:
    lines = Line.objects.filter(account=Account.OWED_TO_PAYER, subledger__isnull=False)
    sums = lines.values("creditor_id", "subledger_id", "subledger__number").annotate(ore=Sum("amount_ore"))
    owed = {row["subledger_id"]: row for row in sums.filter(ore__lt=0).order_by("subledger_id")}
    # Nobody is paid back with money that the bank does not have yet.
    for waits in on_its_way(Line.objects.filter(subledger_id__in=list(owed))):
        del owed[waits]
    payers, typed, failed = _payers(list(owed)), _typed(), _failed()
    gone = gone_and_waits(list(owed))
    names = dict(Reference.objects.filter(subledger_id__in=owed).values_list("subledger_id", "debtor_label"))
    for pk, row in owed.items():
        name, account = payers.get(pk, (names.get(pk, ""), ""))
        yield Source(
            creditor_id=row["creditor_id"],
            subledger_id=pk,
            amount=max(0, -row["ore"] - gone.get(pk, 0)),
            name=name or names.get(pk, ""),
            account=_usable(typed.get((pk, None), account), failed=failed.get((pk, None), ())),
            number=row["subledger__number"],
        )


def _payers(subledger_ids: list[int]) -> dict[int, tuple[str, str]]:
    """Who has paid each case, by name and account, where all its payments came from one."""
    rows = Payment.objects.filter(reference__subledger_id__in=subledger_ids)
    entries = list(rows.values_list("reference__subledger_id", "bank_entry_id"))
    details = PayerDetail.objects.in_bulk([entry for _, entry in entries])
    found: dict[int, set[tuple[str, str]]] = {}
    for subledger_id, entry in entries:
        payer = details.get(entry)
        found.setdefault(subledger_id, set()).add((payer.name, payer.account) if payer else ("", ""))
    return {pk: next(iter(who)) for pk, who in found.items() if len({one[1] for one in who}) == 1}


def _typed() -> dict[Key, str]:
    """The accounts staff have been told; the latest of each."""
    rows = PayerAccount.objects.order_by("id")
    return {(row.subledger_id, row.entry_id): row.account for row in rows}


def _failed() -> Mapping[Key, set[str]]:
    """The accounts the bank could not pay to."""
    found: dict[Key, set[str]] = {}
    rows = Payout.objects.filter(
        refund_ore__gt=0, state__in=[Payout.State.REJECTED, Payout.State.RETURNED]
    ).values_list("refund_subledger_id", "refund_entry_id", "account")
    for subledger_id, entry_id, account in rows:
        found.setdefault((subledger_id, entry_id), set()).add(account)
    return found


def _usable(account: str, *, failed: Collection[str]) -> str:
    return account if account.partition(":")[0] in PAYABLE and account not in failed else ""
