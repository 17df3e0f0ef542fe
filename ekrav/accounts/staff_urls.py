"""The addresses of Handläggning that belong to accounts; the first page of the namespace `staff` is `ekrav.desk`'s."""

from django.urls import path

from ekrav.accounts import bankgiro_staff_views, staff_views

urlpatterns = [
    path("borgenarer/", staff_views.creditors, name="creditors"),
    path("borgenarer/<uuid:public_id>/", staff_views.creditor, name="creditor"),
    path("bankgiron/<uuid:public_id>/", bankgiro_staff_views.bankgiro_change, name="bankgiro_change"),
    path(
        "bankgiron/<uuid:public_id>/avvisa/",
        bankgiro_staff_views.refuse_bankgiro_change,
        name="refuse_bankgiro_change",
    ),
    path("byran/", staff_views.agency, name="agency"),
    path("medarbetare/", staff_views.staff, name="staff"),
]
