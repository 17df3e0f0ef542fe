"""A step of the payouts' work that fails stands in no other's way, and the agency's people see it until it goes."""

from collections.abc import Sequence
from datetime import datetime

import pytest

import payouts.confirm
import payouts.note_mail
import payouts.tasks
from ekrav.agency.failing import failing
from ekrav.agency.models import StaffMember, Work
from ekrav.law.rates import NoRow
from ekrav.outbox.models import Parcel
from ekrav.payments.models import BankEntry
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import staff_scope
from payouts.each import SomeFailed
from payouts.models import Payout, SettlementNote
from payouts.note_mail import mail_notes
from payouts.note_pdf import render_notes
from payouts.parts import PartId
from payouts.tasks import wake_payouts
from tests.cast import staff
from tests.pages import logged_in, text_of
from tests.payouts.bank import debited
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, a_creditor, money_in
from tests.payouts.notes import issued, settled_by_the_bank

pytestmark = pytest.mark.django_db(transaction=True)


def no_row(**_told: object) -> None:
    """The rate of a day to come has not been decided."""
    raise NoRow(key="reference_rate", day=FRIDAY)


def works() -> list[str]:
    """What fails."""
    with staff_scope():
        return [row.work for row in failing()]


def test_a_draft_without_a_rate_stops_nothing_after_it(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    proven: list[object] = []

    def prove(**told: object) -> int:
        proven.append(told)
        return 1

    staff(ASTRID)
    astrid = logged_in(ASTRID)
    with monkeypatch.context() as broken:
        broken.setattr(payouts.tasks, "draft_due", no_row)
        broken.setattr(payouts.tasks, "prove_days", prove)
        assert [wake_payouts() for _ in range(2)] == [1, 1]
        assert (len(proven), works()) == (2, [Work.DRAFT])
        assert "Göra utkast till utbetalningar" in text_of(astrid.get("/handlaggning/hindrat/"))
        assert "som inte går att göra 1" in text_of(astrid.get("/handlaggning/"))
    wake_payouts()
    assert works() == []
    assert "Allt går som det ska" in text_of(astrid.get("/handlaggning/hindrat/"))


def test_one_note_that_cannot_be_mailed_keeps_no_other_from_its_creditor(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    duveds_el = a_creditor("Duveds El HB", bankgiro="50502525")
    for creditor in (are_bygg, duveds_el):
        money_in(creditor, ANNA_PAID)
    issued(astrid, bertil)
    settled_by_the_bank(are_bygg, duveds_el)
    render_notes(at=MORNING)
    rightly = payouts.note_mail._post

    def of_the_others(note: SettlementNote, *, at: datetime) -> Parcel:
        if note.creditor_id == are_bygg:
            raise ValueError("no such address")
        return rightly(note, at=at)

    monkeypatch.setattr(payouts.note_mail, "_post", of_the_others)
    with pytest.raises(SomeFailed) as some:
        mail_notes(at=MORNING)
    assert (some.value.done, some.value.failed) == (1, 1)
    with staff_scope():
        assert list(Parcel.objects.values_list("creditor_id", flat=True)) == [duveds_el]
    wake_payouts()
    assert works() == [Work.MAIL]


def test_one_debit_that_cannot_be_settled_keeps_no_other_from_being(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    duveds_el = a_creditor("Duveds El HB", bankgiro="50502525")
    for creditor in (are_bygg, duveds_el):
        money_in(creditor, ANNA_PAID)
    issued(astrid, bertil)
    with staff_scope():
        names = dict(Payout.objects.values_list("end_to_end_id", "amount_ore"))
    debited(names)
    rightly = payouts.confirm._settle_part

    def but_theirs(part: PartId, entries: Sequence[BankEntry], *, at: datetime) -> Sequence[BankEntry]:
        if part.creditor_id == are_bygg:
            raise ValueError("contradicts")
        return rightly(part, entries, at=at)

    monkeypatch.setattr(payouts.confirm, "_settle_part", but_theirs)
    wake_payouts()
    with staff_scope():
        states = dict(Payout.objects.values_list("creditor_id", "state"))
    assert (states, works()) == ({are_bygg: "approved", duveds_el: "settled"}, [Work.SETTLE])
