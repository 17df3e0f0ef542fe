"""What the beat wakes: each asks the database what is due, and is harmless to run at any time."""

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.tenancy import agency_scope
from letters import dispatch, print_jobs
from letters.channels.print_house import HttpPrintHouse


@shared_task
def render_letters() -> None:
    """Render the letters that are composed."""
    dispatch.render_due()


@shared_task
def hand_over_letters() -> int:
    """Hand today's letters to the print house; how many left."""
    with agency_scope():
        today = clock.today()
    return print_jobs.hand_over(today=today, house=HttpPrintHouse(settings.PRINT_URL))


@shared_task
def collect_posted_letters(*, returns: bool = True) -> None:
    """Read what the print house has posted, and with `returns` what has come back."""
    with agency_scope():
        today = clock.today()
    print_jobs.collect_posted(today=today, house=HttpPrintHouse(settings.PRINT_URL), returns=returns)
