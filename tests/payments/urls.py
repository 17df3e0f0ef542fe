"""The service's addresses, with this house's."""

from django.urls import include, path

from ekrav.urls import urlpatterns as service

urlpatterns = [*service, path("", include("ekrav.payments.urls"))]
