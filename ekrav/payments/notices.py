"""The bank's own numbers of its notices, kept so that a missing one is seen."""

from ekrav import clock
from ekrav.bankfiles.notification import Notification
from ekrav.payments.models import BankFile, BankNotice


def keep_numbers(file: BankFile, notification: Notification) -> None:
    """Keep the number of each notice that has one, and is not kept by an earlier part. In an agency scope."""
    day = clock.civil_date(notification.created)
    numbered = {
        (str(notice.account), notice.sequence)
        for notice in notification.notices
        if notice.sequence is not None
    }
    BankNotice.objects.bulk_create(
        [
            BankNotice(file=file, account=account, sequence=sequence, day=day)
            for account, sequence in sorted(numbered)
        ],
        ignore_conflicts=True,
    )
