"""The addresses of the login, included under /bankid/."""

from django.urls import path

from ekrav.accounts.access import person_page, public_page
from ekrav.accounts.bankid.views import AgainView, CallbackView, LoginView, LogoutView, goodbye_page

app_name = "bankid"

urlpatterns = [
    path("logga-in/", public_page(LoginView.as_view()), name="login"),
    path("tillbaka/", public_page(CallbackView.as_view()), name="callback"),
    path("igen/", person_page(AgainView.as_view()), name="again"),
    path("logga-ut/", public_page(LogoutView.as_view()), name="logout"),
    path("utloggad/", public_page(goodbye_page), name="goodbye"),
]
