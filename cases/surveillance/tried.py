"""Ask to try: a debtor who wants no more letters is taken out of surveillance, and the creditor sues or drops it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.models import Case, CaseEvent, Surveillance
from cases.reply_times import answer_by
from cases.surveillance.hand_back import Why, hand_back
from ekrav.audit.record import Actor
from ekrav.look.dates import full_date


def ask_to_try(*, case: Case, today: date, at: datetime, by: Actor) -> CaseEvent:
    """Ask the creditor, by a day, to have the claim tried or to drop it; with the case's row locked.

    Raises `states.NotAMove`.
    """
    event = hand_back(case=case, why=Why.TO_BE_TRIED, today=today, at=at, by=by)
    until = answer_by(received=today)
    row = Surveillance.objects.filter(case=case).latest("id")
    Surveillance.objects.filter(pk=row.pk).update(answer_by=until)
    mail_creditor(
        key=f"to be tried {case.pk} {event.pk}",
        subject=_("Pröva kravet eller lägg ned det: %(case)s") % {"case": case_words(case)},
        paragraphs=[
            _(
                "Gäldenären vill inte ha fler brev. Kravet ska prövas eller läggas ned, och vi skickar inget mer."
            ),
            _("Välj Kronofogden eller skriv av resten senast %(day)s:\n%(link)s")
            % {"day": full_date(until), "link": link_to("cases:case", case.number)},
        ],
        at=at,
    )
    return event
