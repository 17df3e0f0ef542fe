"""The addresses of the payouts, on Mina sidor and in Handläggning."""

from django.urls import path

from payouts import staff_views, views

app_name = "payouts"

urlpatterns = [
    path("utbetalningar/", views.payout_list, name="list"),
    path("utbetalningar/<uuid:public_id>/", views.payout_page, name="payout"),
    path("utbetalningar/<uuid:public_id>/avrakningsnota.pdf", views.note_file, name="note"),
    path("utbetalningar/noter/<int:number>/", views.payout_list, name="note_page"),
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
