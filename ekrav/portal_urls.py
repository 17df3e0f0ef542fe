"""The addresses of Mitt Ärende, in a process and with a database login of its own."""

from django.urls import include, path

from debtor_portal.access import public_page
from ekrav.observe import healthz, readyz

urlpatterns = [
    path("healthz", public_page(healthz), name="healthz"),
    path("readyz", public_page(readyz), name="readyz"),
    path("", include("debtor_portal.urls")),
]

handler400 = "debtor_portal.errors.not_understood"
handler403 = "debtor_portal.errors.refused"
handler404 = "debtor_portal.errors.missing"
handler500 = "debtor_portal.errors.broken"
