"""Who may read and write the agency's own record. It stands on every letter: every scope reads it.

The tariff and the agreement are between the agency and its creditors: no debtor reads them.
"""

from django.db import migrations

from ekrav.tenancy.operations import AgencyTable

CREDITORS = ("ekrav_creditor", "ekrav_person", "ekrav_routing")


class Migration(migrations.Migration):
    """The record's one row, and rights."""

    dependencies = [("agency", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        AgencyTable("agency_agency", read=(*CREDITORS, "ekrav_case", "ekrav_app", "ekrav_portal")),
        AgencyTable("agency_tariff", read=CREDITORS, update=False),
        AgencyTable("agency_agreementtext", read=CREDITORS, update=False),
        AgencyTable("agency_staffmember", read=("ekrav_person",)),
        migrations.RunSQL(
            "INSERT INTO agency_agency (id, name, organisation_number, vat_number, licence, street, postcode, city,"
            " phone, phone_hours, email, web, client_funds_bankgiro, client_funds_iban, bank_bic)"
            " VALUES (1, '', '', '', '', '', '', '', '', '', '', '', '', '', '')"
        ),
    ]
