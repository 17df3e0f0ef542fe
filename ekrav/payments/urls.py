"""The addresses of money that has arrived, in Handläggning."""

from django.urls import path

from ekrav.payments import file_views, views
from ekrav.payments.ways import called_views, staff_views

app_name = "payments"

urlpatterns = [
    path("handlaggning/oplacerade/", views.unmatched, name="unmatched"),
    path("handlaggning/oplacerade/<uuid:public_id>/", views.payment, name="payment"),
    path("handlaggning/oplacerade/<uuid:public_id>/placera/", views.place, name="place"),
    path("handlaggning/oplacerade/<uuid:public_id>/aterbetala/", views.give_back, name="give_back"),
    path("betalningar/svar/<slug:way>/", called_views.called, name="called"),
    path("handlaggning/pa-vag/", staff_views.moving, name="moving"),
    path("handlaggning/bankfiler/", file_views.files, name="files"),
]
