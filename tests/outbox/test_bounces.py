"""Mail that comes back is noted on the mail that was sent, once; anything else in the folder changes nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ekrav.outbox.bounces import Bounce, NotABounce, bounce_in, read_bounces
from ekrav.outbox.models import Parcel
from ekrav.outbox.post import post_parcel
from ekrav.sandbox.mail_bounces import notification
from ekrav.tenancy import person_scope, tenant_scope
from ekrav.tenancy.models import Tenant
from tests.outbox.returned import came_back, mail

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@pytest.fixture
def sent() -> Parcel:
    """A note's mail that has left."""
    with person_scope():
        creditor = Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk
    with tenant_scope(creditor):
        parcel = post_parcel(
            key="note 1", channel=Parcel.Channel.MAIL, recipient="ekonomi@arebygg.example", at=AT
        )
        Parcel.objects.update(state=Parcel.State.SENT, sent_at=AT)
    return parcel


def reloaded(parcel: Parcel) -> Parcel:
    with tenant_scope(parcel.creditor_id):
        return Parcel.objects.get(pk=parcel.pk)


def test_a_mail_that_came_back_is_noted_once(sent: Parcel, tmp_path: Path) -> None:
    folder = tmp_path / "bounces"
    assert read_bounces(folder=folder, at=AT) == 0
    came_back(folder, notification(mail(sent), status="5.1.1").as_bytes())
    assert (read_bounces(folder=folder, at=AT), read_bounces(folder=folder, at=LATER)) == (1, 0)
    parcel = reloaded(sent)
    assert (parcel.state, parcel.problem, parcel.bounced_at, parcel.did_not_arrive) == (
        Parcel.State.BOUNCED,
        "5.1.1",
        AT,
        True,
    )
    # A second notification of the same mail changes nothing.
    came_back(folder, notification(mail(sent), status="5.7.1").as_bytes())
    assert read_bounces(folder=folder, at=LATER) == 0
    assert reloaded(sent).problem == "5.1.1"


def delayed(parcel: Parcel) -> bytes:
    return (
        notification(mail(parcel), status="5.1.1").as_bytes().replace(b"Action: failed", b"Action: delayed")
    )


def about_another(parcel: Parcel) -> bytes:
    other = mail(parcel)
    other.replace_header("Message-ID", f"<{'0' * 32}@localhost>")
    return notification(other, status="5.1.1").as_bytes()


@pytest.mark.parametrize(
    "content",
    [
        delayed,
        about_another,
        lambda _parcel: b"",
        lambda _parcel: b"Subject: Semester\n\nJag \xe5r borta.",
        lambda parcel: notification(mail(parcel), status="5.1.1").as_bytes()[:400],
        lambda parcel: notification(mail(parcel), status="5.1.1").as_bytes() + b"x" * 1_000_000,
    ],
)
def test_what_is_no_bounce_of_ours_is_laid_aside(sent: Parcel, tmp_path: Path, content: object) -> None:
    assert callable(content)
    folder = tmp_path / "bounces"
    came_back(folder, content(sent))
    assert read_bounces(folder=folder, at=AT) == 0
    assert reloaded(sent).state == Parcel.State.SENT
    assert list((folder / "new").iterdir()) == []


def test_a_notification_may_carry_the_whole_mail(sent: Parcel) -> None:
    original = mail(sent)
    original.set_content("Hej!")
    text = (
        b'Content-Type: multipart/report; report-type="delivery-status"; boundary="b"\n\n--b\n'
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\nStatus: 5.2.2\n\n--b\n"
        b"Content-Type: message/rfc822\n\n" + original.as_bytes() + b"\n--b--\n"
    )
    assert bounce_in(text) == Bounce(digest=sent.message_digest, status="5.2.2")
    with pytest.raises(NotABounce):
        bounce_in(text.replace(b"5.2.2", b"4.2.2").replace(b"failed", b"relayed"))
