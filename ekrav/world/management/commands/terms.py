"""`./manage.py terms [--agreement FILE]`: lay the first, or the next, version of tariff and agreement."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ekrav import clock
from ekrav.agency.terms import lay_terms
from ekrav.tenancy import agency_scope, routing_scope
from ekrav.world.agreement import AGREEMENT_1, agreement_pdf


class Command(BaseCommand):
    """Without a file, the draft agreement that comes with the program: let a lawyer read it first."""

    help = "Lägg in en ny version av taxa och avtal. Nya borgenärer godkänner den senaste."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agreement", type=Path, help="text, tomrad mellan stycken, # före rubrik")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["agreement"]
        text = path.read_text(encoding="utf-8") if path else AGREEMENT_1
        with routing_scope():
            today = clock.today()
        pdf = agreement_pdf(text=text, made=today)
        with agency_scope():
            version = lay_terms(agreement=text, pdf=pdf, valid_from=today)
        self.stdout.write(f"Version {version} av taxa och avtal gäller från {today}.")
