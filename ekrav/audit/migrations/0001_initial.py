"""Who did what, and when."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(choices=[('person', 'Person'), ('staff', 'Staff'), ('debtor', 'Debtor'), ('machine', 'Machine')], max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('act', models.CharField(max_length=60)),
                ('object_kind', models.CharField(max_length=40)),
                ('object_id', models.BigIntegerField(null=True)),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['creditor', 'object_kind', 'object_id'], name='audit_object')],
            },
        ),
    ]
