"""What beat wakes for the log. A shell: one call. Harmless to run at any time and often."""

from celery import shared_task

from ekrav.audit.seal import seal_log


@shared_task
def seal() -> int:
    """Seal what has been logged; how many lines."""
    return seal_log()
