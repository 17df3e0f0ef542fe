"""The addresses of the payouts, on Mina sidor and in Handläggning."""

from django.urls import path

from payouts import (
    bookkeeping_views,
    fee_views,
    hold_views,
    note_staff_views,
    note_views,
    refund_views,
    staff_views,
    trail_views,
    vat_views,
    views,
    watch_views,
)

app_name = "payouts"

_NOTE = "utbetalningar/noter/<int:number>"
_STAFF_NOTE = "handlaggning/noter/<int:number>"
_BOOKS = "utbetalningar/bokforing"
_YEAR = "utbetalningar/arsbesked/<int:year>"

urlpatterns = [
    path("utbetalningar/", views.payout_list, name="list"),
    path("utbetalningar/<uuid:public_id>/", views.payout_page, name="payout"),
    path("utbetalningar/<uuid:public_id>/summa/", trail_views.trail, name="trail"),
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
    path("handlaggning/avgifter/", fee_views.fees, name="fees"),
    path("handlaggning/avgifter/<uuid:public_id>/", fee_views.fee_page, name="fee"),
    path("handlaggning/avgifter/<uuid:public_id>/godkann/", fee_views.approve_fee, name="approve_fee"),
    path("handlaggning/avgifter/<uuid:public_id>/avvisa/", fee_views.refuse_fee, name="refuse_fee"),
    path(
        "handlaggning/avgifter/<uuid:public_id>/skicka-igen/", fee_views.send_fee_again, name="send_fee_again"
    ),
    path("handlaggning/avgifter/<uuid:public_id>/ge-upp/", fee_views.give_up_fee, name="give_up_fee"),
    path("handlaggning/utbetalningar/", staff_views.runs, name="runs"),
    path("handlaggning/utbetalningar/summa/<uuid:public_id>/", trail_views.staff_trail, name="staff_trail"),
    path("handlaggning/utbetalningar/prognos/", hold_views.forecast, name="forecast"),
    path("handlaggning/utbetalningar/borgenar/<uuid:public_id>/", hold_views.creditor_holds, name="holds"),
    path("handlaggning/utbetalningar/paus/<uuid:public_id>/slapp/", hold_views.release_hold, name="release"),
    path("handlaggning/utbetalningar/bevaka/", watch_views.watch, name="watch"),
    path("handlaggning/utbetalningar/bevaka/<uuid:public_id>/", watch_views.one_payout, name="watched"),
    path(
        "handlaggning/utbetalningar/bevaka/<uuid:public_id>/svara/",
        watch_views.decide_payout,
        name="decide",
    ),
    path(
        "handlaggning/utbetalningar/besked/<uuid:public_id>/",
        watch_views.decision_document,
        name="bank_document",
    ),
    path(
        "handlaggning/utbetalningar/motsagelse/<uuid:public_id>/utredd/",
        watch_views.handle_contradiction,
        name="handle",
    ),
    path("handlaggning/aterbetalningar/", refund_views.refunds, name="refunds"),
    path(
        "handlaggning/aterbetalningar/<str:kind>/<int:number>/",
        refund_views.payer_account,
        name="payer_account",
    ),
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
