"""The addresses of money that has arrived, in Handläggning."""

from django.urls import path

from ekrav.payments import bank_views, book_views, file_views, placing_views, views
from ekrav.payments.ways import called_views, decide_views, staff_views

app_name = "payments"

urlpatterns = [
    path("handlaggning/oplacerade/", views.unmatched, name="unmatched"),
    path("handlaggning/oplacerade/<uuid:public_id>/", views.payment, name="payment"),
    path("handlaggning/oplacerade/<uuid:public_id>/placera/", views.place, name="place"),
    path("handlaggning/oplacerade/<uuid:public_id>/aterbetala/", views.give_back, name="give_back"),
    path("betalningar/svar/<slug:way>/", called_views.called, name="called"),
    path("handlaggning/pa-vag/", staff_views.moving, name="moving"),
    path("handlaggning/pa-vag/tvist/<int:dispute>/inte-var/", staff_views.not_ours, name="not_ours"),
    path("handlaggning/pa-vag/<uuid:instruction>/tillbaka/", decide_views.send_back, name="send_back"),
    path("handlaggning/pa-vag/<uuid:instruction>/godkann/", decide_views.approve, name="approve_refund"),
    path("handlaggning/pa-vag/<uuid:instruction>/byran-star-for/", decide_views.bear, name="bear"),
    path("handlaggning/pa-vag/<uuid:instruction>/dra-av/", decide_views.take, name="take"),
    path("handlaggning/pa-vag/<uuid:instruction>/blev-inte-av/", decide_views.never_made, name="never_made"),
    path("handlaggning/oplacerade/<uuid:public_id>/pa-vag/", decide_views.is_moving, name="is_moving"),
    path(
        "handlaggning/oplacerade/<uuid:public_id>/overforing/", decide_views.is_transfer, name="is_transfer"
    ),
    path("handlaggning/oplacerade/<uuid:public_id>/samma/", decide_views.is_twin, name="is_twin"),
    path("handlaggning/oplacerade/<uuid:public_id>/dela/", placing_views.split, name="split"),
    path("handlaggning/oplacerade/<uuid:public_id>/annan-skuld/", placing_views.own_debt, name="own_debt"),
    path("handlaggning/banken/", bank_views.bank, name="bank"),
    path("handlaggning/klientmedel/", book_views.proofs, name="proofs"),
    path("handlaggning/kontoplan/", book_views.chart, name="chart"),
    path("handlaggning/bankfiler/", file_views.files, name="files"),
    path("handlaggning/bankfiler/<uuid:public_id>/utredd/", file_views.handled, name="file_handled"),
]
