"""The addresses of the door, the sign-up, the company and its people."""

from django.urls import path

from ekrav.accounts import invitation_views, member_views, payout_views, sign_up_views, views

app_name = "accounts"

urlpatterns = [
    path("", views.start, name="start"),
    path("valj-foretag/", views.companies, name="companies"),
    path("hjalp/", views.help_page, name="help"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("nytt-foretag/", sign_up_views.organisation, name="sign_up"),
    path("nytt-foretag/uppgifter/", sign_up_views.details, name="sign_up_details"),
    path("nytt-foretag/avtal/", sign_up_views.agreement, name="sign_up_agreement"),
    path("nytt-foretag/klart/", sign_up_views.signed_up, name="signed_up"),
    path("avtal/<int:version>.pdf", sign_up_views.agreement_pdf, name="agreement_pdf"),
    path("inbjudan/<str:token>/", invitation_views.invitation, name="invitation"),
    path("foretaget/", member_views.company, name="company"),
    path("foretaget/avtal.pdf", member_views.accepted_agreement, name="accepted_agreement"),
    path("foretaget/bankgiro/", payout_views.bankgiro, name="bankgiro"),
    path(
        "foretaget/bankgiro/<uuid:public_id>/ta-tillbaka/",
        payout_views.withdraw_bankgiro,
        name="withdraw_bankgiro",
    ),
    path("foretaget/utbetalning/", payout_views.rhythm, name="rhythm"),
    path("foretaget/notor/", payout_views.notes_email, name="notes_email"),
    path("foretaget/anvandare/", member_views.users, name="users"),
    path("foretaget/anvandare/bjud-in/", member_views.invite, name="invite"),
    path("foretaget/anvandare/<uuid:public_id>/", member_views.member, name="member"),
    path("foretaget/anvandare/<uuid:public_id>/ta-bort/", member_views.remove, name="remove"),
    path("foretaget/inbjudningar/<uuid:public_id>/igen/", member_views.resend, name="resend"),
    path("foretaget/inbjudningar/<uuid:public_id>/dra-tillbaka/", member_views.withdraw, name="withdraw"),
]
