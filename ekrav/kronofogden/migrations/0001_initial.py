"""The mailbox with Kronofogden: files, records out and in."""

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
            name='Filer',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('code', models.CharField(blank=True, max_length=8, verbose_name='Ingivarkod')),
                ('agent_code', models.CharField(blank=True, max_length=20, verbose_name='Ombudskod')),
                ('made', models.IntegerField(default=0)),
                ('taken', models.IntegerField(default=0)),
                ('fetched', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='filer_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='FilingFile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('direction', models.CharField(max_length=20)),
                ('number', models.IntegerField(null=True)),
                ('sha256', models.BinaryField(max_length=32)),
                ('content', models.BinaryField()),
                ('name', models.CharField(max_length=200)),
                ('record_count', models.IntegerField(default=0)),
                ('sum_ore', models.BigIntegerField(default=0)),
                ('kept_at', models.DateTimeField()),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('made', 'Klar att skicka'), ('handed_over', 'Lämnad'), ('approved', 'Godkänd'), ('read', 'Inläst'), ('waiting', 'Väntar på sin tur'), ('refused', 'Avvisad')], max_length=12)),
                ('problem', models.CharField(blank=True, help_text='why, for a person to read', max_length=500)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('direction', 'number'), name='filing_number_once'), models.UniqueConstraint(fields=('direction', 'sha256'), name='filing_bytes_once'), models.CheckConstraint(condition=models.Q(models.Q(('direction', 'to_authority'), ('number__gt', 0), ('state__in', ['made', 'handed_over', 'approved', 'refused'])), models.Q(('direction', 'from_authority'), ('number__gt', 0), ('state__in', ['read', 'waiting'])), models.Q(('direction', 'from_authority'), ('number', None), ('state', 'refused')), _connector='OR'), name='filing_file_whole'), models.CheckConstraint(condition=models.Q(('direction', 'from_authority'), ('state', 'made'), ('handed_over_at__isnull', False), _connector='OR'), name='filing_handed_over_when')],
            },
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('record_id', models.CharField(max_length=60, unique=True)),
                ('reference', models.CharField(max_length=35)),
                ('kind', models.CharField(max_length=40)),
                ('applies', models.BooleanField(help_text='an application: the first record of its reference')),
                ('content', models.BinaryField()),
                ('amount_ore', models.BigIntegerField()),
                ('laid_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Väntar'), ('filed', 'I fil'), ('by_hand', 'Skickad för hand'), ('approved', 'Godkänd'), ('refused', 'Avvisad')], default='waiting', max_length=10)),
                ('file_number', models.IntegerField(null=True)),
                ('sent_on', models.DateField(help_text='by hand', null=True)),
                ('diary_number', models.CharField(blank=True, max_length=40)),
                ('sent_by', models.BigIntegerField(help_text='the staff member', null=True)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('settled_at', models.DateTimeField(help_text='a refusal that somebody has looked into', null=True)),
                ('settled_by', models.BigIntegerField(help_text='the staff member', null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['id'], name='outgoing_waiting'), models.Index(fields=['file_number'], name='outgoing_of_file'), models.Index(fields=['reference'], name='outgoing_reference'), models.Index(condition=models.Q(('settled_at__isnull', True), ('state', 'refused')), fields=['id'], name='outgoing_refused')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('applies', True), models.Q(('state', 'refused'), _negated=True)), fields=('reference',), name='application_once'), models.CheckConstraint(condition=models.Q(models.Q(('file_number', None), ('sent_on', None), ('state', 'waiting')), models.Q(('file_number', None), ('sent_by__isnull', False), ('sent_on__isnull', False), ('state', 'by_hand')), models.Q(('file_number__isnull', False), ('sent_on', None), ('state__in', ['filed', 'approved', 'refused'])), _connector='OR'), name='outgoing_went_one_way'), models.CheckConstraint(condition=models.Q(('amount_ore__gte', 0)), name='outgoing_amount')],
            },
        ),
        migrations.CreateModel(
            name='Incoming',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('record_id', models.CharField(max_length=60, unique=True)),
                ('reference', models.CharField(max_length=35)),
                ('kind', models.CharField(max_length=40)),
                ('content', models.BinaryField()),
                ('file_number', models.IntegerField(null=True)),
                ('entered_by', models.BigIntegerField(null=True)),
                ('arrived_at', models.DateTimeField()),
                ('taken_up_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('taken_up_at__isnull', True)), fields=['id'], name='incoming_to_take_up')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('entered_by', None), ('file_number__isnull', False)), models.Q(('entered_by__isnull', False), ('file_number', None)), _connector='OR'), name='incoming_from_file_or_person')],
            },
        ),
        migrations.CreateModel(
            name='Unplaced',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record_id', models.CharField(max_length=60, unique=True)),
                ('reference', models.CharField(max_length=35)),
                ('kind', models.CharField(max_length=40)),
                ('content', models.BinaryField()),
                ('file_number', models.IntegerField()),
                ('arrived_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(help_text='somebody has looked into it', null=True)),
                ('settled_by', models.BigIntegerField(help_text='the staff member', null=True)),
            ],
        ),
    ]
