"""The addresses of the payouts, on Mina sidor and in Handläggning."""

from django.urls import path

from payouts import (
    fee_views,
    hold_views,
    refund_views,
    staff_views,
    trail_views,
    views,
    watch_views,
)

app_name = "payouts"

urlpatterns = [
    path("utbetalningar/", views.payout_list, name="list"),
    path("utbetalningar/<uuid:public_id>/", views.payout_page, name="payout"),
    path("utbetalningar/<uuid:public_id>/summa/", trail_views.trail, name="trail"),
    path("utbetalningar/<uuid:public_id>/avrakningsnota.pdf", views.note_file, name="note"),
    path("handlaggning/avgifter/", fee_views.fees, name="fees"),
    path("handlaggning/avgifter/<uuid:public_id>/", fee_views.fee_page, name="fee"),
    path("handlaggning/avgifter/<uuid:public_id>/godkann/", fee_views.approve_fee, name="approve_fee"),
    path("handlaggning/avgifter/<uuid:public_id>/avvisa/", fee_views.refuse_fee, name="refuse_fee"),
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
