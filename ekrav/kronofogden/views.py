"""Handläggning: the files to and from Kronofogden, what is not as it should be, and the agency's codes there."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ekrav import clock
from ekrav.accounts.access import StaffRequest, StaffRole, staff_page
from ekrav.audit.record import record
from ekrav.kronofogden.alarms import alarms, refused_records, unplaced_records
from ekrav.kronofogden.by_hand import channel
from ekrav.kronofogden.form_words import RECORDS
from ekrav.kronofogden.forms import CodesForm, FileForm
from ekrav.kronofogden.models import IN, Filer, FilingFile
from ekrav.kronofogden.settle import settle_one
from ekrav.kronofogden.take_in import Came, Taken, take_in
from ekrav.tenancy import agency_scope, staff_scope

SHOWN = 100


@staff_page(opens_scope=False)
def files(request: StaffRequest) -> HttpResponseBase:
    """What went and came, the newest first, and what needs a person; a file is brought by hand here too."""
    if request.method != "POST":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    upload = form.cleaned_data["file"]
    with agency_scope():
        at = clock.now()
    taken = take_in(content=upload.read(), name=upload.name or "", at=at, by=request.actor)
    if taken.came is Came.REFUSED:
        return _page(request, FileForm(), problem=_("Filen är avvisad. %s") % taken.problem, status=422)
    request.session["notice"] = _words_of(taken)
    return redirect("kronofogden:files")


@staff_page(frozenset({StaffRole.ADMINISTRATOR}), opens_scope=False)
def codes(request: StaffRequest) -> HttpResponseBase:
    """What Kronofogden calls the agency: without it nothing is filed."""
    with agency_scope():
        filer = Filer.objects.values("code", "agent_code").get()
    form = CodesForm(request.POST or None, initial=dict(filer))
    if form.is_bound and form.is_valid():
        with agency_scope():
            Filer.objects.update(**form.cleaned_data)
            record(act="filer_codes_changed", on=Filer.objects.get(), by=request.actor, at=clock.now())
        request.session["notice"] = _("Koderna är sparade.")
        return redirect("kronofogden:files")
    with staff_scope():
        status = 422 if form.errors else 200
        return render(request, "kronofogden/codes.html", {"form": form}, status=status)


@require_POST
@staff_page(opens_scope=False)
def settle(request: StaffRequest) -> HttpResponseBase:
    """Note that somebody has looked into a refused record, or an answer that belongs nowhere."""
    with staff_scope():
        at = clock.now()
    done = settle_one(
        record=request.POST.get("record", ""),
        unplaced=request.POST.get("unplaced", ""),
        by=request.actor,
        at=at,
    )
    if not done:
        raise Http404
    request.session["notice"] = _("Noterat som utrett.")
    return redirect("kronofogden:files")


def _page(request: StaffRequest, form: FileForm, *, problem: str = "", status: int = 200) -> HttpResponseBase:
    with staff_scope():
        refused = refused_records().order_by("-id")
        context = {
            "form": form,
            "problem": problem,
            "done": request.session.pop("notice", ""),
            "alarms": alarms(at=clock.now()),
            "files": list(FilingFile.objects.defer("content").order_by("-id")[:SHOWN]),
            "refused": [(row, RECORDS[row.kind]) for row in refused.defer("content")[:SHOWN]],
            "unplaced": [
                (row, RECORDS[row.kind])
                for row in unplaced_records().defer("content").order_by("-id")[:SHOWN]
            ],
            "theirs": IN,
            "has_channel": channel() is not None,
            "code": Filer.objects.values_list("code", flat=True).get(),
            "may_change": StaffRole.ADMINISTRATOR in request.staff.roles,
        }
    return render(request, "kronofogden/files.html", context, status=status)


def _words_of(taken: Taken) -> str:
    words = {
        Came.TAKEN: _("Filen är inläst. Nya uppgifter: %(records)d."),
        Came.KNOWN: _("Filen är redan inläst. Inget är gjort en gång till."),
        Came.WAITS: _("Filen är sparad och väntar på de filer som kommer före den."),
    }
    return words[taken.came] % {"records": taken.records}
