"""No index for the tenant alone: every one of these tables has another that begins with it."""

from django.db import migrations

from ekrav.tenancy.operations import NoTenantIndex

OF_A_TENANT = (
    "application",
    "basefee",
    "case",
    "claim",
    "debtor",
    "directpayment",
    "dispute",
    "document",
    "draft",
    "hold",
    "instalment",
    "instalmentplan",
    "jointdebtor",
    "notice",
    "paidout",
    "portalkey",
    "question",
    "quote",
    "situation",
    "standingchoice",
    "surveillance",
    "title",
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_untold"),
        ("tenancy", "0002_walls"),
    ]

    operations = [NoTenantIndex("cases", model) for model in OF_A_TENANT]
