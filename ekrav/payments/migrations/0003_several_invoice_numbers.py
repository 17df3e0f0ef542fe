"""A reference may name several invoices, and is found by each of them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("payments", "0011_several_invoice_numbers")]
    dependencies = [("payments", "0002_walls")]

    operations = [
        migrations.RemoveIndex(model_name="reference", name="reference_invoice_number"),
        migrations.AddIndex(
            model_name="reference",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    django.db.models.functions.text.Upper("invoice_number"),
                    models.Value(", "),
                    function="string_to_array",
                    output_field=django.contrib.postgres.fields.ArrayField(models.TextField()),
                ),
                name="reference_invoice_numbers",
            ),
        ),
    ]
