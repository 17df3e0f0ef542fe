"""The sums of a camt.054: of the message, each entry, each batch. What does not add up is refused whole."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def payment_amount(payment: Node, *, entry: Node, alone: bool) -> Ore:
    """Return the payment's amount; one alone in its entry may leave it to the entry. Raises FileRefused."""
    for path in _AMOUNTS:
        for found in payment.all(path):
            if found.attribute("Ccy") == "SEK":
                return found.ore()
    if not alone:
        raise payment.refused(f"Betalningen saknar belopp, så posten går inte att dela upp. {ASK_AGAIN}")
    return entry.one("Amt").ore()


@dataclass(slots=True)
class Sums:
    """How many entries there have been, booked or not, and their sums in öre: money in, and money out."""

    credits: int = 0
    credit_ore: int = 0
    debits: int = 0
    debit_ore: int = 0

    def add(self, entry: Node) -> None:
        """Count an entry. Raises FileRefused."""
        direction, amount = read_direction(entry), entry.one("Amt").ore()
        if direction is Direction.CREDIT:
            self.credits += 1
            self.credit_ore += amount
        else:
            self.debits += 1
            self.debit_ore += amount


def check_summary(notice: Node, sums: Sums) -> None:
    """Check `TxsSummry` against the entries; it may be left out. Raises FileRefused."""
    counted_as = {
        "TtlNtries": (sums.credits + sums.debits, sums.credit_ore + sums.debit_ore),
        "TtlCdtNtries": (sums.credits, sums.credit_ore),
        "TtlDbtNtries": (sums.debits, sums.debit_ore),
    }
    for path, (count, ore) in counted_as.items():
        for total in notice.all(f"TxsSummry/{path}"):
            _check_count(total.at("slutsumman"), "NbOfNtries", count, what_sv="poster")
            _check_sum(total.at("slutsumman"), "Sum", Ore(ore))
    for total in notice.all("TxsSummry/TtlNtries"):
        _check_net(total.at("slutsumman"), Ore(sums.credit_ore - sums.debit_ore))


def check_entry(entry: Node, payments: Sequence[Node]) -> list[Ore]:
    """Check that the payments of an entry sum to it, and each batch to what it says; the payments' signed amounts.

    Raises FileRefused.
    """
    alone = len(payments) == 1
    parts = [_signed_payment(payment, entry=entry, alone=alone) for payment in payments]
    if payments:
        whole = signed(read_direction(entry), entry.one("Amt").ore())
        if sum(parts) != whole:
            raise _does_not_add_up(entry, said=whole, found=Ore(sum(parts)))
    before = 0
    for details in entry.all("NtryDtls"):
        inside = parts[before : before + len(details.all("TxDtls"))]
        before += len(inside)
        batch = details.first("Btch")
        if batch and inside:
            _check_count(batch, "NbOfTxs", len(inside), what_sv="betalningar")
            _check_sum(batch, "TtlAmt", Ore(abs(sum(inside))))
    return parts


def _signed_payment(payment: Node, *, entry: Node, alone: bool) -> Ore:
    """Return the payment's amount with its own direction, or the entry's: version 02 has none of its own."""
    amount = payment_amount(payment, entry=entry, alone=alone)
    return signed(read_direction(payment if payment.first("CdtDbtInd") else entry), amount)


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
