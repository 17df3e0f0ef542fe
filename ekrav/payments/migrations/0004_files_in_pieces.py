"""A bank file's bytes lie in pieces, so that a long one is never held whole."""

import django.db.models.deletion
from django.db import migrations, models

from ekrav.tenancy.operations import AgencyTable, AppendOnly

# What is kept already is one piece each. A file that was too large to be carried has none.
IN_ONE_PIECE = """
INSERT INTO payments_bankfilepiece (file_id, ordinal, content)
SELECT id, 0, content FROM payments_bankfile WHERE length(content) > 0;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_several_invoice_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankFilePiece",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ordinal", models.IntegerField()),
                ("content", models.BinaryField()),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="payments.bankfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("file", "ordinal"), name="bank_file_piece_once")
                ],
            },
        ),
        AgencyTable("payments_bankfilepiece", update=False),
        migrations.RunSQL(IN_ONE_PIECE),
        # The key to the file is checked before the table is changed again.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),
        AppendOnly("payments_bankfilepiece"),
        migrations.RemoveField(
            model_name="bankfile",
            name="content",
        ),
    ]
