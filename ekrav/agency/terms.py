"""The agency's terms with its creditors: tariff and agreement, by version. What somebody accepted is never changed."""

from collections.abc import Sequence
from datetime import date

from ekrav.agency.models import Agency, AgreementText, Tariff
from ekrav.money import Ore

NOTHING = Ore(0)
LEGAL_FORMS = ("AB", "HB", "KB", "EF", "EK", "IF", "BRF")


def lay_terms(
    *,
    agreement: str,
    pdf: bytes,
    valid_from: date,
    legal_forms: Sequence[str] = LEGAL_FORMS,
    remainder: Ore = NOTHING,
) -> int:
    """Lay the next version of tariff and agreement and let the agency's record point to it; the version.

    In the agency's scope. `pdf` is the same text as `agreement`, as it is downloaded and kept. `remainder`: what
    is left after a payment and is not asked for.
    """
    last = Tariff.objects.order_by("-version").first()
    version = last.version + 1 if last else 1
    tariff = Tariff.objects.create(
        version=version, valid_from=valid_from, legal_forms=list(legal_forms), remainder_ore=remainder
    )
    AgreementText.objects.create(version=version, valid_from=valid_from, text=agreement, pdf=pdf)
    Agency.objects.update(tariff=tariff)
    return version
