"""The addresses of the cases on Mina sidor, and of the law's rows in Handläggning."""

from django.urls import path

from cases import (
    debtor_views,
    decide_views,
    direct_payment_views,
    dispute_views,
    ending_views,
    forecast_views,
    intake_views,
    list_view,
    notice_views,
    question_views,
    rates_views,
    reversal_views,
    staff_views,
    standing_views,
    views,
)

app_name = "cases"

urlpatterns = [
    path("oversikt/", views.overview, name="overview"),
    path("arenden/", list_view.case_list, name="list"),
    path("arenden/nytt/", intake_views.new, name="new"),
    path("arenden/utkast/<uuid:public_id>/", intake_views.check, name="check"),
    path("arenden/utkast/<uuid:public_id>/stammer/", intake_views.confirm, name="confirm"),
    path("arenden/utkast/<uuid:public_id>/ta-bort/", intake_views.discard, name="discard"),
    path("arenden/utkast/<uuid:public_id>/sida.png", intake_views.page_image, name="page_image"),
    path("arenden/<str:number>/", views.case_page, name="case"),
    path("arenden/<str:number>/prognos/", forecast_views.forecast, name="forecast"),
    path("arenden/<str:number>/betalning/", direct_payment_views.register_payment, name="register_payment"),
    path("arenden/<str:number>/vag/", decide_views.decide, name="decide"),
    path("arenden/<str:number>/aterkalla/", ending_views.withdraw_case, name="withdraw"),
    path("arenden/<str:number>/skriv-av/", ending_views.write_off_case, name="write_off"),
    path("foretaget/staende-val/", standing_views.standing, name="standing"),
    path("arenden/<str:number>/bestridande/", dispute_views.answer, name="answer_dispute"),
    path("arenden/<str:number>/brev/<int:letter_number>/", views.letter, name="letter"),
    path("fragor/", question_views.questions, name="questions"),
    path("fragor/<uuid:public_id>/nej/", question_views.not_paid, name="not_paid"),
    path("fraga/<str:token>/", question_views.link, name="paid_link"),
    path("handlaggning/inkommet/", notice_views.waiting, name="notices"),
    path("handlaggning/bestridanden/", dispute_views.to_decide, name="disputes"),
    path("handlaggning/arenden/", staff_views.search, name="staff_search"),
    path("handlaggning/arenden/<str:number>/", staff_views.case_page, name="staff_case"),
    path(
        "handlaggning/arenden/<str:number>/brev/<int:letter_number>/", staff_views.letter, name="staff_letter"
    ),
    path("handlaggning/arenden/<str:number>/skriv-av/", ending_views.staff_write_off, name="staff_write_off"),
    path("handlaggning/aterforingar/", reversal_views.reversals, name="reversals"),
    path("handlaggning/aterforingar/<int:entry>/", reversal_views.reversal, name="reversal"),
    path("handlaggning/aterforingar/<int:entry>/aterfor/", reversal_views.reverse_one, name="reverse"),
    path("handlaggning/arenden/<str:number>/namn/", debtor_views.debtor, name="debtor"),
    path("handlaggning/arenden/<str:number>/namn/samma/", debtor_views.same_name, name="same_name"),
    path(
        "handlaggning/arenden/<str:number>/namn/registret/",
        debtor_views.register_answer,
        name="register_answer",
    ),
    path("handlaggning/galdenarer/", debtor_views.debtors, name="debtors"),
    path("handlaggning/arenden/<str:number>/inkommet/", notice_views.hear, name="hear"),
    path("handlaggning/arenden/<str:number>/inkommet/<uuid:public_id>/", notice_views.notice, name="notice"),
    path(
        "handlaggning/arenden/<str:number>/inkommet/<uuid:public_id>/bilaga/", notice_views.scan, name="scan"
    ),
    path("handlaggning/arenden/<str:number>/bestridande/", dispute_views.decide, name="decide_dispute"),
    path("underlag/<uuid:public_id>/", views.document, name="document"),
    path("handlaggning/satser/", rates_views.rates, name="rates"),
    path("handlaggning/satser/ny/", rates_views.new_rate, name="new_rate"),
    path("handlaggning/satser/<uuid:public_id>/", rates_views.rate, name="rate"),
    path("handlaggning/satser/<uuid:public_id>/bekrafta/", rates_views.confirm_rate, name="confirm_rate"),
    path("handlaggning/satser/<uuid:public_id>/avvisa/", rates_views.refuse_rate, name="refuse_rate"),
]
