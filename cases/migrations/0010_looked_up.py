"""What a register may answer about a debtor, and how the debtors it has not been asked about are found."""

from django.db import migrations, models

# Who routes work sees only the debtors that wait for the register, and of them and their cases only the ids.
ROUTING = """
CREATE POLICY routing ON cases_debtor FOR SELECT TO ekrav_routing
  USING (number_cipher IS NOT NULL AND looked_up_at IS NULL);
GRANT SELECT (id, creditor_id) ON cases_debtor TO ekrav_routing;
GRANT SELECT (debtor_id) ON cases_case TO ekrav_routing;
"""


class Migration(migrations.Migration):
    """The registers' words, an index of what waits, and its routing."""

    dependencies = [("cases", "0009_debtor_says")]

    operations = [
        migrations.AlterField(
            model_name="debtor",
            name="register_word",
            field=models.CharField(
                blank=True,
                choices=[
                    ("found", "Finns"),
                    ("unknown", "Numret finns inte"),
                    ("protected", "Skyddade personuppgifter"),
                    ("deceased", "Avliden"),
                    ("not_active", "I konkurs, likvidation eller avregistrerat"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="debtor",
            index=models.Index(
                condition=models.Q(("looked_up_at", None), ("number_cipher__isnull", False)),
                fields=["id"],
                name="debtor_to_look_up",
            ),
        ),
        migrations.RunSQL(ROUTING, reverse_sql=migrations.RunSQL.noop),
    ]
