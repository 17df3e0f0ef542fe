"""Somebody sees to a file that was refused; what has been seen to waits no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0012_taken_from_the_pile"),
    ]

    operations = [
        migrations.AddField(
            model_name="bankfile",
            name="handled_at",
            field=models.DateTimeField(
                help_text="when somebody had seen to it that it was refused", null=True
            ),
        ),
        migrations.AddField(
            model_name="bankfile",
            name="handled_by",
            field=models.BigIntegerField(help_text="the staff member", null=True),
        ),
        migrations.AddIndex(
            model_name="bankfile",
            index=models.Index(
                condition=models.Q(("handled_at__isnull", True), ("outcome", "refused")),
                fields=["id"],
                name="bank_file_refused",
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (handled_at, handled_by) ON payments_bankfile TO ekrav_agency",
            migrations.RunSQL.noop,
        ),
    ]
