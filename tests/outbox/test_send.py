"""What is posted leaves once, by the mail it was meant for, and not before the agency's record is complete."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Lock

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import F
from pytest_django import Settings

from ekrav.agency.models import Agency, Tariff
from ekrav.outbox.mail import MailChannel, NotSent
from ekrav.outbox.models import Parcel
from ekrav.outbox.post import Attachment, post_parcel
from ekrav.outbox.send import MOST_ATTEMPTS, Round, send_due
from ekrav.outbox.tasks import send_parcels
from ekrav.tenancy import agency_scope, person_scope, staff_scope, tenant_scope
from ekrav.tenancy.models import Tenant
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
State = Parcel.State


@dataclass
class Postman:
    """A channel that remembers, and fails as long as it is told to."""

    sent: list[str] = field(default_factory=list)
    refuses: NotSent | None = None
    lock: Lock = field(default_factory=Lock)

    def send(self, parcel: Parcel) -> None:
        """Carry one parcel."""
        if self.refuses:
            raise self.refuses
        with self.lock:
            self.sent.append(parcel.key)


@pytest.fixture
def creditor() -> int:
    """A creditor of an agency whose record is complete."""
    with agency_scope():
        tariff = Tariff.objects.create(version=1, valid_from=date(2025, 1, 1), legal_forms=["AB"])
        filled = {name: "x" for name in Agency.REQUIRED if name != "tariff_id"}
        Agency.objects.update(**(filled | {"organisation_number": "5599887766"}), tariff=tariff)
    with person_scope():
        return Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk


def post(creditor: int, key: str = "note 1", *, attachment: Attachment | None = None) -> Parcel:
    with tenant_scope(creditor):
        return post_parcel(
            key=key,
            channel=Parcel.Channel.MAIL,
            recipient="ekonomi@arebygg.example",
            subject="Avräkningsnota\n1",
            body="Hej",
            attachment=attachment,
            at=AT,
        )


def run(postman: Postman) -> Round:
    return send_due(channels={Parcel.Channel.MAIL: postman}, at=AT)


def now(parcel: Parcel) -> Parcel:
    with staff_scope():
        return Parcel.objects.get(pk=parcel.pk)


def pass_time(creditor: int, by: timedelta) -> None:
    """Let time pass for what waits: its own times are set back."""
    with tenant_scope(creditor):
        Parcel.objects.update(claimed_at=F("claimed_at") - by, not_before=F("not_before") - by)


def test_a_note_leaves_as_a_mail_with_its_pdf_and_a_message_id_of_its_own(
    creditor: int, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "eKrav <post@ekrav.example>"
    parcel = post(
        creditor, attachment=Attachment(name="nota.pdf", type="application/pdf", content=b"%PDF-1.7")
    )
    send_parcels()
    message = mail.outbox[0]
    assert (message.to, message.subject, message.body) == (
        ["ekonomi@arebygg.example"],
        "Avräkningsnota 1",
        "Hej",
    )
    assert message.attachments == [("nota.pdf", b"%PDF-1.7", "application/pdf")]
    assert message.extra_headers["Message-ID"].endswith("@ekrav.example>")
    assert now(parcel).state == State.SENT
    send_parcels()
    assert len(mail.outbox) == 1


def test_the_message_id_is_the_same_at_every_attempt_and_differs_between_tenants(creditor: int) -> None:
    parcel, other = post(creditor), post(creditor, "note 2")
    channel = MailChannel(domain="ekrav.example")
    for one in (parcel, parcel, other):
        channel.send(one)
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert ids[0] == ids[1] != ids[2]


def test_the_same_key_is_one_parcel_and_another_tenants_key_is_its_own(creditor: int) -> None:
    first, again = post(creditor), post(creditor)
    with agency_scope():
        own = post_parcel(key="note 1", channel=Parcel.Channel.MAIL, recipient="a@b.example", at=AT)
    assert first.pk == again.pk != own.pk
    postman = Postman()
    assert run(postman) == Round(sent=2)


def test_what_was_rolled_back_never_leaves(creditor: int) -> None:
    with transaction.atomic():
        post(creditor)
        transaction.set_rollback(True)
    assert run(Postman()) == Round()


def test_nothing_leaves_while_the_agencys_record_is_incomplete(creditor: int) -> None:
    parcel, postman = post(creditor), Postman()
    with agency_scope():
        Agency.objects.update(licence="")
    assert run(postman) == Round()
    assert now(parcel).state == State.QUEUED
    with agency_scope():
        Agency.objects.update(licence="x")
    assert run(postman) == Round(sent=1)


def test_a_failure_waits_longer_each_time_and_then_gives_up(creditor: int) -> None:
    parcel, postman = post(creditor), Postman(refuses=NotSent("SMTPServerDisconnected: gone", for_good=False))
    waits = []
    for _ in range(MOST_ATTEMPTS):
        run(postman)
        told = now(parcel)
        assert run(postman) == Round(), "it waits"
        if told.not_before and told.claimed_at:
            waits.append(round((told.not_before - told.claimed_at).total_seconds() / 60))
        pass_time(creditor, timedelta(hours=7))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert (told.state, told.attempts, told.problem) == (State.FAILED, 12, "SMTPServerDisconnected: gone")


def test_it_leaves_when_the_line_is_back(creditor: int) -> None:
    parcel, postman = post(creditor), Postman(refuses=NotSent("gone", for_good=False))
    assert run(postman) == Round(put_off=1)
    postman.refuses = None
    pass_time(creditor, timedelta(minutes=1))
    assert run(postman) == Round(sent=1)
    assert (now(parcel).attempts, now(parcel).problem) == (2, "")


def test_an_address_that_no_server_takes_is_given_up_at_once(
    creditor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> int:
        raise SMTPRecipientsRefused({"ekonomi@arebygg.example": (550, b"no such mailbox")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    parcel = post(creditor)
    send_parcels()
    assert now(parcel).state == State.FAILED


def test_a_broken_line_is_tried_again(creditor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(_: object) -> int:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", break_off)
    parcel = post(creditor)
    send_parcels()
    assert now(parcel).state == State.QUEUED


def test_a_parcel_whose_sender_died_is_taken_again_after_ten_minutes(creditor: int) -> None:
    class Death(BaseException):
        """Something no handler catches."""

    class Dying:
        def send(self, parcel: Parcel) -> None:
            raise Death

    parcel, postman = post(creditor), Postman()
    with pytest.raises(Death):
        send_due(channels={Parcel.Channel.MAIL: Dying()}, at=AT)
    assert now(parcel).state == State.SENDING
    assert run(postman) == Round()
    pass_time(creditor, timedelta(minutes=10))
    assert run(postman) == Round(sent=1)


def test_one_who_was_thought_dead_does_not_settle_what_another_took_over(creditor: int) -> None:
    class Slow:
        def send(self, parcel: Parcel) -> None:
            pass_time(creditor, timedelta(minutes=11))
            run(Postman())
            raise NotSent("too late", for_good=True)

    parcel = post(creditor)
    send_due(channels={Parcel.Channel.MAIL: Slow()}, at=AT)
    assert (now(parcel).state, now(parcel).problem) == (State.SENT, "")


def test_channels_that_nobody_serves_here_stay_in_the_outbox(creditor: int) -> None:
    with tenant_scope(creditor):
        post_parcel(key="file 1", channel=Parcel.Channel.BANK, recipient="bank", at=AT)
    assert run(Postman()) == Round()


def test_fifty_senders_at_once_send_each_parcel_once(creditor: int) -> None:
    keys = [f"note {number}" for number in range(20)]
    for key in keys:
        post(creditor, key)
    postman = Postman()
    with crowd() as people:
        people.rush(lambda _: run(postman))
    assert sorted(postman.sent) == sorted(keys)
