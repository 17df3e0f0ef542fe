"""The addresses of Mina sidor and Handläggning.

Every view says who may open it (`ekrav.accounts.access`); `tests/guards/test_routes.py` holds the whole table.
"""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from ekrav.accounts.access import public_page
from ekrav.accounts.staff_urls import urlpatterns as staff_patterns
from ekrav.desk import worklist
from ekrav.observe import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", public_page(healthz), name="healthz"),
    path("readyz", public_page(readyz), name="readyz"),
    path("bankid/", include("ekrav.accounts.bankid.urls")),
    path("", include("ekrav.accounts.urls")),
    path("", include("cases.urls")),
    path("", include("ekrav.payments.urls")),
    path("", include("ekrav.kronofogden.urls")),
    path("", include("payouts.urls")),
    path("handlaggning/", include(([path("", worklist, name="worklist"), *staff_patterns], "staff"))),
]

if settings.DEMO:
    from ekrav.look.views import gallery

    public_page(gallery)
    urlpatterns += [path("look/", include("ekrav.look.urls")), path("", include("ekrav.world.urls"))]
