"""The addresses of Mitt Ärende. None holds a case number, a code or an id that could be another case's."""

from django.urls import path

from debtor_portal import views

app_name = "portal"

urlpatterns = [
    path("", views.door, name="door"),
    path("arende/", views.case_page, name="case"),
    path("arende/brev/<int:letter_number>/", views.letter, name="letter"),
    path("logga-ut/", views.leave, name="leave"),
    path("akta/", views.genuine, name="genuine"),
    path("personuppgifter/", views.personal_data, name="personal_data"),
]
