"""The sums of a camt.054: of the message, each entry, each batch. What does not add up is refused whole."""

from collections.abc import Sequence

from ekrav.bankfiles.document import ASK_AGAIN, Node
from ekrav.bankfiles.notification import Direction, signed
from ekrav.bankfiles.refusal import FileRefused
from ekrav.money import Ore, format_kronor

_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")


def read_direction(node: Node) -> Direction:
    """Return `CdtDbtInd`. Raises FileRefused for anything but CRDT and DBIT."""
    try:
        return Direction(node.text("CdtDbtInd"))
    except ValueError:
        raise node.refused(f"Det framgår inte om beloppet är in eller ut. {ASK_AGAIN}") from None


def payment_direction(payment: Node, *, entry: Node) -> Direction:
    """Return the payment's own direction, or the entry's: version 02 has none of its own."""
    return read_direction(payment if payment.first("CdtDbtInd") else entry)


def payment_amount(payment: Node, *, entry: Node, alone: bool) -> Ore:
    """Return the payment's amount; one alone in its entry may leave it to the entry. Raises FileRefused."""
    told = (found for path in _AMOUNTS for found in payment.all(path) if found.attribute("Ccy") == "SEK")
    amount = next(told, None)
    if amount is None and not alone:
        raise payment.refused(f"Betalningen saknar belopp, så posten går inte att dela upp. {ASK_AGAIN}")
    return (amount.at(payment.position) if amount else entry.one("Amt")).ore()


def check_summary(notice: Node, entries: Sequence[Node]) -> None:
    """Check `TxsSummry` against the entries, booked or not; it may be left out. Raises FileRefused."""
    amounts = [(read_direction(entry), entry.one("Amt").ore()) for entry in entries]
    credits = [amount for direction, amount in amounts if direction is Direction.CREDIT]
    debits = [amount for direction, amount in amounts if direction is Direction.DEBIT]
    counted_as = {"TtlNtries": credits + debits, "TtlCdtNtries": credits, "TtlDbtNtries": debits}
    for path, counted in counted_as.items():
        for total in notice.all(f"TxsSummry/{path}"):
            _check_count(total.at("slutsumman"), "NbOfNtries", len(counted), what_sv="poster")
            _check_sum(total.at("slutsumman"), "Sum", Ore(sum(counted)))
    net = Ore(sum(credits) - sum(debits))
    for total in notice.all("TxsSummry/TtlNtries"):
        _check_net(total.at("slutsumman"), net)


def check_entry(entry: Node, payments: Sequence[Node]) -> None:
    """Check that the payments of an entry sum to it, and each batch to what it says. Raises FileRefused."""
    alone = len(payments) == 1
    if payments:
        parts = [_signed_payment(payment, entry=entry, alone=alone) for payment in payments]
        whole = signed(read_direction(entry), entry.one("Amt").ore())
        if sum(parts) != whole:
            raise _does_not_add_up(entry, said=whole, found=Ore(sum(parts)))
    for details in entry.all("NtryDtls"):
        inside = details.all("TxDtls")
        batch = details.first("Btch")
        if batch and inside:
            net = sum(_signed_payment(payment, entry=entry, alone=alone) for payment in inside)
            _check_count(batch, "NbOfTxs", len(inside), what_sv="betalningar")
            _check_sum(batch, "TtlAmt", Ore(abs(net)))


def _signed_payment(payment: Node, *, entry: Node, alone: bool) -> Ore:
    amount = payment_amount(payment, entry=entry, alone=alone)
    return signed(payment_direction(payment, entry=entry), amount)


def _check_net(total: Node, net: Ore) -> None:
    """Check the net, which version 02 writes beside the sum and later versions in an element of its own."""
    holder = total.first("TtlNetNtry") or total
    _check_sum(holder, "Amt" if holder is not total else "TtlNetNtryAmt", Ore(abs(net)))
    if net and holder.first("CdtDbtInd") and signed(read_direction(holder), Ore(1)) * net < 0:
        raise _does_not_add_up(total, said=Ore(-net), found=net)


def _check_count(node: Node, name: str, found: int, *, what_sv: str) -> None:
    said = node.first(name)
    if said and said.count() != found:
        raise node.refused(f"Banken skriver {said.count()} {what_sv} men filen har {found}. {ASK_AGAIN}")


def _check_sum(node: Node, name: str, found: Ore) -> None:
    said = node.first(name)
    if said and said.ore() != found:
        raise _does_not_add_up(node, said=said.ore(), found=found)


def _does_not_add_up(node: Node, *, said: Ore, found: Ore) -> FileRefused:
    return node.refused(
        f"Banken skriver {format_kronor(said)} men delarna blir {format_kronor(found)}. {ASK_AGAIN}"
    )
