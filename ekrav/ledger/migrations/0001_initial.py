"""The book, its chart, and the sealed journal."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import ekrav.tenancy.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChartAccount',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('debit', 'Debet'), ('credit', 'Kredit')], max_length=6)),
                ('keeps', models.CharField(blank=True, choices=[('', 'Nej'), ('case', 'Per ärende'), ('book', 'Per bok')], max_length=4)),
            ],
        ),
        migrations.CreateModel(
            name='Subledger',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('number', models.CharField(max_length=20)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('creditor', 'number'), name='subledger_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('key', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=40)),
                ('booked_date', models.DateField(help_text='when it happened')),
                ('posted_at', models.DateTimeField(help_text='when we wrote it')),
                ('input_hash', models.BinaryField(max_length=32)),
                ('reverses', ekrav.tenancy.models.TenantKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['creditor', 'booked_date'], name='entry_booked'), models.Index(condition=models.Q(('reverses__isnull', False)), fields=['reverses'], name='entry_reverses'), django.contrib.postgres.indexes.BrinIndex(fields=['booked_date'], name='entry_booked_range')],
                'constraints': [models.UniqueConstraint(fields=('creditor', 'key'), name='entry_once'), models.UniqueConstraint(condition=models.Q(('reverses__isnull', False)), fields=('creditor', 'reverses'), name='entry_reversed_once')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('entry', ekrav.tenancy.models.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.entry')),
                ('account', models.CharField(choices=[('client_funds', 'Klientmedel på bank'), ('payments_in_transit', 'Betalningar på väg'), ('payments_to_apply', 'Betalningar att avräkna'), ('due_capital', 'Att redovisa, kapital'), ('due_interest', 'Att redovisa, ränta'), ('due_costs', 'Att redovisa, kostnader'), ('due_late_payment', 'Att redovisa, förseningsersättning'), ('owed_to_payer', 'Att återbetala'), ('creditor_owes', 'Borgenären är skyldig'), ('agency_outlays', 'Byråns utlägg'), ('agency_fees', 'Byråns avgifter'), ('agency_vat', 'Moms på byråns avgifter'), ('payouts_in_transit', 'Utbetalningar på väg'), ('fees_in_transit', 'Avgifter på väg till byrån'), ('unmatched', 'Oplacerade betalningar'), ('claim_outlay', 'Fordran, utlägg hos Kronofogden'), ('claim_agent', 'Fordran, ombud hos Kronofogden'), ('claim_capital', 'Fordran, kapital'), ('claim_interest', 'Fordran, ränta'), ('claim_reminder', 'Fordran, påminnelse'), ('claim_demand', 'Fordran, inkassokrav'), ('claim_plan', 'Fordran, amorteringsplan'), ('claim_late_payment', 'Fordran, förseningsersättning'), ('claims', 'Fordringar under indrivning')], max_length=20)),
                ('subledger', ekrav.tenancy.models.TenantKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.subledger')),
                ('amount_ore', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['subledger', 'account'], include=('amount_ore', 'creditor'), name='line_of_case'), models.Index(fields=['creditor', 'account'], include=('amount_ore',), name='line_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_ore', 0), _negated=True), name='line_not_zero'), models.CheckConstraint(condition=models.Q(('account__in', ['client_funds', 'payments_in_transit', 'payments_to_apply', 'due_capital', 'due_interest', 'due_costs', 'due_late_payment', 'owed_to_payer', 'creditor_owes', 'agency_outlays', 'agency_fees', 'agency_vat', 'payouts_in_transit', 'fees_in_transit', 'unmatched', 'claim_outlay', 'claim_agent', 'claim_capital', 'claim_interest', 'claim_reminder', 'claim_demand', 'claim_plan', 'claim_late_payment', 'claims'])), name='line_in_chart')],
            },
        ),
        migrations.CreateModel(
            name='SealedEntry',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry_id', models.BigIntegerField(unique=True)),
                ('digest', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='sealed_from_one')],
            },
        ),
        migrations.CreateModel(
            name='DaySeal',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('position', models.BigIntegerField(help_text='the last link of the chain then; 0 when it was empty')),
                ('head', models.BinaryField(max_length=32)),
                ('sealed_at', models.DateTimeField()),
                ('digest', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='ledger.dayseal')),
                ('creditor_id', models.BigIntegerField(help_text='whose book')),
                ('account', models.CharField(choices=[('client_funds', 'Klientmedel på bank'), ('payments_in_transit', 'Betalningar på väg'), ('payments_to_apply', 'Betalningar att avräkna'), ('due_capital', 'Att redovisa, kapital'), ('due_interest', 'Att redovisa, ränta'), ('due_costs', 'Att redovisa, kostnader'), ('due_late_payment', 'Att redovisa, förseningsersättning'), ('owed_to_payer', 'Att återbetala'), ('creditor_owes', 'Borgenären är skyldig'), ('agency_outlays', 'Byråns utlägg'), ('agency_fees', 'Byråns avgifter'), ('agency_vat', 'Moms på byråns avgifter'), ('payouts_in_transit', 'Utbetalningar på väg'), ('fees_in_transit', 'Avgifter på väg till byrån'), ('unmatched', 'Oplacerade betalningar'), ('claim_outlay', 'Fordran, utlägg hos Kronofogden'), ('claim_agent', 'Fordran, ombud hos Kronofogden'), ('claim_capital', 'Fordran, kapital'), ('claim_interest', 'Fordran, ränta'), ('claim_reminder', 'Fordran, påminnelse'), ('claim_demand', 'Fordran, inkassokrav'), ('claim_plan', 'Fordran, amorteringsplan'), ('claim_late_payment', 'Fordran, förseningsersättning'), ('claims', 'Fordringar under indrivning')], max_length=20)),
                ('balance_ore', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('seal', 'creditor_id', 'account'), name='checkpoint_once')],
            },
        ),
    ]
