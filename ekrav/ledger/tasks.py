"""What beat wakes for the book. A shell: the clock and one call. Harmless to run at any time and often."""

from celery import shared_task

from ekrav import clock
from ekrav.ledger.seal import seal_journal
from ekrav.tenancy import routing_scope


@shared_task
def seal() -> int:
    """Seal what has been posted; how many entries."""
    with routing_scope():
        at, today = clock.now(), clock.today()
    return seal_journal(today=today, at=at)
