"""The addresses of the payouts, on Mina sidor and in Handläggning."""

from django.urls import path

from payouts import (
    bookkeeping_views,
    note_staff_views,
    note_views,
    staff_views,
    vat_views,
    views,
)

app_name = "payouts"

_NOTE = "utbetalningar/noter/<int:number>"
_STAFF_NOTE = "handlaggning/noter/<int:number>"
_BOOKS = "utbetalningar/bokforing"
_YEAR = "utbetalningar/arsbesked/<int:year>"

urlpatterns = [
    path("utbetalningar/", views.payout_list, name="list"),
    path("utbetalningar/<uuid:public_id>/", views.payout_page, name="payout"),
    path("utbetalningar/<uuid:public_id>/avrakningsnota.pdf", views.note_file, name="note"),
    path(f"{_NOTE}/", note_views.note_page, name="note_page"),
    path(f"{_NOTE}.pdf", note_views.note_file, {"ending": "pdf"}, name="note_pdf"),
    path(f"{_NOTE}.csv", note_views.note_file, {"ending": "csv"}, name="note_csv"),
    path(f"{_NOTE}.si", note_views.note_file, {"ending": "si"}, name="note_sie"),
    path(f"{_NOTE}/mejla/", note_views.send_again, name="note_again"),
    path(f"{_BOOKS}/", bookkeeping_views.bookkeeping, name="bookkeeping"),
    path(f"{_BOOKS}/noter.csv", bookkeeping_views.period_file, {"ending": "csv"}, name="period_csv"),
    path(f"{_BOOKS}/noter.si", bookkeeping_views.period_file, {"ending": "si"}, name="period_sie"),
    path(f"{_BOOKS}/konton/", bookkeeping_views.accounts_page, name="accounts"),
    path(f"{_BOOKS}/mejl/", bookkeeping_views.delivery, name="delivery"),
    path(f"{_YEAR}.pdf", bookkeeping_views.year_file, {"ending": "pdf"}, name="year_pdf"),
    path(f"{_YEAR}.csv", bookkeeping_views.year_file, {"ending": "csv"}, name="year_csv"),
    path("handlaggning/noter/", note_staff_views.notes, name="staff_notes"),
    path(f"{_STAFF_NOTE}/", note_staff_views.note_page, name="staff_note"),
    path(f"{_STAFF_NOTE}.pdf", note_staff_views.note_file, name="staff_note_pdf"),
    path(f"{_STAFF_NOTE}/kreditera/", note_staff_views.credit, name="credit"),
    path("handlaggning/moms/", vat_views.vat_page, name="vat"),
    path("handlaggning/moms.csv", vat_views.vat_file, {"ending": "csv"}, name="vat_csv"),
    path("handlaggning/moms.si", vat_views.vat_file, {"ending": "si"}, name="vat_sie"),
    path("handlaggning/moms/konton/", vat_views.accounts_page, name="vat_accounts"),
    path("handlaggning/utbetalningar/", staff_views.runs, name="runs"),
    path("handlaggning/utbetalningar/<uuid:public_id>/", staff_views.run_page, name="run"),
    path("handlaggning/utbetalningar/<uuid:public_id>/godkann/", staff_views.approve_run, name="approve"),
    path("handlaggning/utbetalningar/<uuid:public_id>/avvisa/", staff_views.refuse_run, name="refuse"),
    path(
        "handlaggning/utbetalningar/<uuid:public_id>/skicka-igen/",
        staff_views.send_run_again,
        name="send_again",
    ),
    path("handlaggning/utbetalningar/<uuid:public_id>/ge-upp/", staff_views.give_run_up, name="give_up"),
    path("handlaggning/utbetalningar/<uuid:public_id>/fil.xml", staff_views.run_file, name="file"),
]
