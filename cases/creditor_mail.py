"""A mail that asks or tells the creditor something about a case. Never a name: mail is read by whoever can."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.claims import claims_in
from cases.models import Case
from ekrav.accounts.models import Creditor
from ekrav.outbox.models import Parcel
from ekrav.outbox.post import post_parcel
from ekrav.tenancy.models import owner_of_new_rows


def mail_creditor(*, key: str, subject: str, paragraphs: list[str], at: datetime) -> Parcel:
    """Queue a mail to the company's address, in its scope; the same key again is the mail that is there."""
    company = Creditor.objects.get(pk=owner_of_new_rows())
    return post_parcel(
        key=key,
        channel=Parcel.Channel.MAIL,
        recipient=company.notes_email,
        subject=subject,
        body="\n\n".join([_("Hej,"), *paragraphs]),
        at=at,
    )


def case_words(case: Case) -> str:
    """The case as a mail may name it."""
    return _("ärende %(number)s, %(invoices)s") % {
        "number": case.number,
        "invoices": claims_in(case).words,
    }


def link_to(route: str, *args: str) -> str:
    """The whole address of a page of Mina sidor."""
    return settings.PUBLIC_URL + reverse(route, args=args)
