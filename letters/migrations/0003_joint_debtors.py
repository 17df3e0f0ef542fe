"""Several who answer for one claim are each written to, and those letters count together."""

import django.db.models.deletion
from django.db import migrations, models

import ekrav.tenancy.models
from ekrav.tenancy.operations import TenantReference


class Migration(migrations.Migration):
    """To whom a letter goes, and which letter it says the same as; neither ever changes."""

    dependencies = [("letters", "0002_walls"), ("tenancy", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="addressee",
            field=models.BigIntegerField(
                help_text="whose it is of several debtors, by the cases' number; null: the case's first",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="beside",
            field=ekrav.tenancy.models.TenantKey(
                db_constraint=False,
                db_index=False,
                help_text="the first of the letters that say this",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="letters.dispatch",
            ),
        ),
        TenantReference("letters_dispatch", "beside_id", "letters_dispatch"),
        migrations.RemoveConstraint(model_name="dispatch", name="letter_kind_once"),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ["demand", "final_notice", "reminder"]),
                    ("void", False),
                    models.Q(("state__in", ["cancelled", "returned"]), _negated=True),
                ),
                fields=("creditor", "case_number", "kind", "addressee"),
                name="letter_kind_once",
                nulls_distinct=False,
            ),
        ),
    ]
