"""The addresses of Kronofogden's mailbox, in Handläggning."""

from django.urls import path

from ekrav.kronofogden import hand_views, paper_views, views

app_name = "kronofogden"

urlpatterns = [
    path("handlaggning/kronofogden/", views.files, name="files"),
    path("handlaggning/kronofogden/koder/", views.codes, name="codes"),
    path("handlaggning/kronofogden/svar/", paper_views.applications, name="paper"),
    path("handlaggning/kronofogden/svar/<str:reference>/<slug:kind>/", paper_views.answer, name="answer"),
    path("handlaggning/kronofogden/reda-ut/", views.settle, name="settle"),
    path("handlaggning/kronofogden/for-hand/", hand_views.worklist, name="by_hand"),
    path("handlaggning/kronofogden/for-hand/<uuid:public_id>/", hand_views.one, name="record"),
    path("handlaggning/kronofogden/for-hand/<uuid:public_id>/blankett.pdf", hand_views.pdf, name="form"),
]
