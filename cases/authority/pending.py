"""The application that a case has pending, and how one is named: `<case>-B1`, an order; `<case>-V1`, enforcement."""

from datetime import date

from cases.models import Application, Case

LETTER = {Application.Kind.ORDER: "B", Application.Kind.ENFORCEMENT: "V"}


def next_reference(*, case: Case, kind: Application.Kind) -> str:
    """The name of the case's next application of this kind, with the case's row locked."""
    return f"{case.number}-{LETTER[kind]}{case.applications.filter(kind=kind).count() + 1}"


def pending(*, case: Case) -> Application | None:
    """The application that is neither ended nor taken back; None when nothing is pending."""
    return case.applications.filter(ended_on=None, withdrawn_on=None).first()


def end_application(*, application: Application, ending: Application.Ending, on: date) -> bool:
    """End it, once; False when it had ended."""
    application.ended_on, application.ending = on, ending
    running = Application.objects.filter(pk=application.pk, ended_on=None)
    return running.update(ended_on=on, ending=ending) == 1
