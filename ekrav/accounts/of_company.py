"""A form belongs to the company it was opened for, whatever company has been chosen since in another tab."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ekrav.accounts.models import Creditor
from ekrav.accounts.people import Standing

FIELD: Final = "of_company"
"""The hidden field with the company's public id (templates/parts/of_company.html)."""


def is_of(request: HttpRequest, *, company: Creditor) -> bool:
    """Whether what was posted comes from a page of this company; looking is always right."""
    return request.method != "POST" or request.POST.get(FIELD) == str(company.public_id)


def refusal(request: HttpRequest, *, standing: Standing, company: Creditor) -> HttpResponse:
    """409: whose the form is, when it is one of the person's own companies, and the way back there."""
    said = request.POST.get(FIELD)
    theirs = next((own for own in standing.companies.values() if str(own.public_id) == said), None)
    return render(request, "accounts/other_company.html", {"theirs": theirs, "ours": company}, status=409)
