"""Seal: what says who a protected debtor is, is taken out of every column that anybody is shown.

The name is kept enciphered for the letters that a handler sends through Skatteverket, who has the address; ours is
forgotten. What cannot be shown by a slip of the hand is not there to be shown.
"""

import json
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from cases.joint import cases_of, relabel
from cases.models import Case, Debtor, Document, JointDebtor
from ekrav.identity import decrypt, encrypt
from ekrav.payments.models import WITHHELD


def seal(*, debtor: Debtor) -> None:
    """Take everything that says who it is out of the debtor's row and of the bank's references. Again does nothing.

    In the tenant's scope.
    """
    if not debtor.is_sealed:
        kept = encrypt(value=json.dumps({"name": debtor.name}), key=settings.IDENTITY_KEY)
        bare = dict.fromkeys(("number_masked", "care_of", "street", "postcode", "city", "email"), "")
        Debtor.objects.filter(pk=debtor.pk).update(
            sealed_cipher=kept, name=WITHHELD, register_name="", name_accepted_at=None, **bare
        )
        debtor.refresh_from_db()
    for case in cases_of(debtor):
        relabel(case)


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
    Debtor.objects.filter(pk=debtor.pk).update(sealed_cipher=b"", name=name)
    # What else the register has said of it, a death, stands.
    said = Debtor.objects.filter(pk=debtor.pk, register_word=Debtor.RegisterWord.PROTECTED)
    said.update(register_word="", looked_up_at=None)
    debtor.refresh_from_db()
    for case in cases_of(debtor):
        relabel(case)


def instead_of_name(case_number: str) -> str:
    """What a copy of a letter says in the place of its debtor's name; empty when that may be shown."""
    about = Q(cases__number=case_number) | Q(joint_in__case__number=case_number)
    sealed = Debtor.objects.filter(about).exclude(sealed_cipher=b"")
    return WITHHELD if sealed.exists() else ""


def names_protected(document: Document) -> bool:
    """Whether the paper is an invoice to, or a letter from, somebody who is protected: nobody but staff opens it."""
    about = Q(claims__document=document) | Q(drafts__document=document) | Q(notices__scan=document)
    sealed = ~Q(debtor__sealed_cipher=b"") | Q(pk__in=_with_sealed())
    return Case.objects.filter(about).filter(sealed).exists()


def _with_sealed() -> QuerySet[JointDebtor, Any]:
    """The cases of which one of several debtors is protected."""
    return JointDebtor.objects.exclude(debtor__sealed_cipher=b"").values("case_id")
