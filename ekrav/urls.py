"""The addresses of Mina sidor and Handläggning."""

from django.conf import settings
from django.urls import include, path

from ekrav.observe import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("bankid/", include("ekrav.accounts.bankid.urls")),
    path("", include("ekrav.accounts.urls")),
    path("", include("cases.urls")),
]

if settings.DEMO:
    urlpatterns += [path("look/", include("ekrav.look.urls")), path("", include("ekrav.world.urls"))]
