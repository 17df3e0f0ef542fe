"""The addresses of Mitt Ärende. None holds a case number, a code or an id that could be another case's."""

from django.urls import path

from debtor_portal import pay_views, plan_views, say_views, views

app_name = "portal"

urlpatterns = [
    path("", views.door, name="door"),
    path("arende/", views.case_page, name="case"),
    path("arende/brev/<int:letter_number>/", views.letter, name="letter"),
    path("arende/stammer-inte/", say_views.dispute, name="dispute"),
    path("arende/har-betalat/", say_views.paid, name="paid"),
    path("arende/kan-inte-betala/", say_views.cannot, name="cannot"),
    path("arende/inga-fler-brev/", say_views.no_letters, name="no_letters"),
    path("arende/skriv/", say_views.write, name="write"),
    path("arende/mottaget/", say_views.received, name="said"),
    path("arende/betala/", pay_views.pay, name="pay"),
    path("arende/betalning/", pay_views.payment, name="payment"),
    path("arende/plan/", plan_views.plan, name="plan"),
    path("logga-ut/", views.leave, name="leave"),
    path("akta/", views.genuine, name="genuine"),
    path("personuppgifter/", views.personal_data, name="personal_data"),
]
