"""What was found out: credit reports, and the registers' events."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CreditReport',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(max_length=60, unique=True)),
                ('subject_key', models.BinaryField(max_length=33)),
                ('kind', models.CharField(max_length=12)),
                ('purpose', models.CharField(max_length=16, verbose_name='Ändamål')),
                ('bureau_id', models.CharField(max_length=60)),
                ('taken_at', models.DateTimeField()),
                ('taken_on', models.DateField(help_text='the Swedish day')),
                ('remarks', models.IntegerField()),
                ('remarks_ore', models.BigIntegerField()),
                ('debt_cases', models.IntegerField()),
                ('debt_ore', models.BigIntegerField()),
                ('debt_relief', models.BooleanField()),
                ('bankruptcy', models.BooleanField()),
                ('reconstruction', models.BooleanField()),
                ('income', models.CharField(blank=True, max_length=12)),
                ('copied_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['creditor', 'subject_key', 'taken_at'], name='credit_report_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('copied_on__isnull', False), ('kind__in', ['partnership', 'person'])), models.Q(('copied_on', None), ('kind', 'company')), _connector='OR'), name='credit_report_copied'), models.CheckConstraint(condition=models.Q(('purpose__in', ['payment_order', 'enforcement', 'surveillance'])), name='credit_report_purpose'), models.CheckConstraint(condition=models.Q(('income', ''), models.Q(('income__in', ['none', 'below', 'above', 'well_above']), ('kind', 'person')), _connector='OR'), name='credit_report_income')],
            },
        ),
        migrations.CreateModel(
            name='FeedPosition',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('last', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='feed_position_one_row')],
            },
        ),
        migrations.CreateModel(
            name='KeptEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('event_id', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=24)),
                ('subject_key', models.BinaryField(max_length=33)),
                ('happened_on', models.DateField()),
                ('kept_at', models.DateTimeField()),
                ('details', models.BinaryField(default=b'')),
            ],
            options={
                'indexes': [models.Index(fields=['subject_key'], name='kept_event_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['death', 'bankruptcy', 'bankruptcy_ended', 'reconstruction', 'reconstruction_ended', 'debt_relief_opened', 'debt_relief_decided', 'debt_relief_refused', 'guardian', 'guardian_ended', 'protected', 'protected_ended', 'deregistered', 'emigrated', 'moved'])), name='kept_event_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'protected'), _negated=True), ('details', b''), _connector='OR'), name='kept_event_of_protected_is_bare')],
            },
        ),
    ]
