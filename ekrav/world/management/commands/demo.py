"""`./manage.py demo`: lay the small demo world into an empty demo database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ekrav.world.agreement import AGREEMENT_1, agreement_pdf
from ekrav.world.counterparties import counterparties
from ekrav.world.demo import lay_demo_world
from ekrav.world.demo_agency import FROM
from ekrav.world.terminal import only_warnings


class Command(BaseCommand):
    """Lay the demo world; nothing when it is there already, or when this is no demo world."""

    help = "Lägg en liten demovärld i en tom databas."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            self.stdout.write("Inte en demovärld: inget läggs in.")
            return
        only_warnings()
        pdf = agreement_pdf(text=AGREEMENT_1, made=FROM)
        with counterparties(settings.BASE_DIR / ".data" / "sandbox"):
            if not lay_demo_world(agreement_pdf=pdf, say=self.stdout.write):
                self.stdout.write("Demovärlden finns redan.")
