"""Shells that wake the work of this house."""

import logging

from celery import shared_task

from ekrav import clock
from ekrav.kronofogden.by_hand import channel
from ekrav.kronofogden.channel import Unreachable
from ekrav.kronofogden.fetch import fetch_files
from ekrav.kronofogden.make_file import hand_over, make_files
from ekrav.tenancy import agency_scope

logger = logging.getLogger(__name__)


@shared_task
def exchange_files() -> int:
    """Send what waits and take in what lies ready, if there is a channel and it answers; how much was done."""
    authority = channel()
    if authority is None:
        return 0
    with agency_scope():
        at = clock.now()
    done = make_files(at=at)
    try:
        done += hand_over(channel=authority, at=at)
        fetched = fetch_files(channel=authority, at=at)
    except Unreachable as silent:
        logger.warning("kronofogden not reached", extra={"why": str(silent)})
        return done
    return done + fetched.taken
