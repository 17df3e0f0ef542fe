"""Seal: what says who a protected debtor is, is taken out of every column that anybody is shown.

The name is kept enciphered for the letters that a handler sends through Skatteverket, who has the address; ours is
forgotten. What cannot be shown by a slip of the hand is not there to be shown.
"""

import json
from typing import Final

from django.conf import settings

from cases.models import Case, Debtor
from ekrav.identity import decrypt, encrypt
from ekrav.payments.models import Reference

SHOWN: Final = "Uppgiften visas inte"


def seal(*, debtor: Debtor) -> None:
    """Take everything that says who it is out of the debtor's row and of the bank's references. Again does nothing.

    In the tenant's scope.
    """
    if not debtor.is_sealed:
        kept = encrypt(value=json.dumps({"name": debtor.name}), key=settings.IDENTITY_KEY)
        bare = dict.fromkeys(("number_masked", "care_of", "street", "postcode", "city", "email"), "")
        Debtor.objects.filter(pk=debtor.pk).update(
            sealed_cipher=kept, name=SHOWN, register_name="", name_accepted_at=None, **bare
        )
        debtor.refresh_from_db()
    references = Case.objects.filter(debtor=debtor).values("reference_id")
    Reference.objects.filter(pk__in=references).update(debtor_label=SHOWN)


def name_of(debtor: Debtor) -> str:
    """The debtor's own name, sealed or not: for a letter that a handler posts."""
    if not debtor.is_sealed:
        return debtor.name
    kept = decrypt(value=bytes(debtor.sealed_cipher), key=settings.IDENTITY_KEY)
    return str(json.loads(kept)["name"])


def unseal(*, debtor: Debtor) -> None:
    """The protection has ended: the name is shown again; the address is to be found anew. In the tenant's scope."""
    if not debtor.is_sealed:
        return
    name = name_of(debtor)
    Debtor.objects.filter(pk=debtor.pk).update(
        sealed_cipher=b"", name=name, register_word="", looked_up_at=None
    )
    debtor.refresh_from_db()
    references = Case.objects.filter(debtor=debtor).values("reference_id")
    Reference.objects.filter(pk__in=references).update(debtor_label=name)
