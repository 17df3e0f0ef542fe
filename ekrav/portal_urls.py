"""The addresses of Mitt Ärende, in a process and with a database login of its own."""

from django.urls import path

from ekrav.observe import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
