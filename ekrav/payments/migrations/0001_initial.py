"""What has arrived, what is on its way in, what the bank says, and the daily proof."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.text
import ekrav.payments.ways.models
import ekrav.tenancy.models
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankFile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sha256', models.BinaryField(max_length=32, unique=True)),
                ('content', models.BinaryField()),
                ('size', models.IntegerField()),
                ('name', models.CharField(max_length=200)),
                ('format', models.CharField(max_length=30)),
                ('message_id', models.CharField(max_length=35)),
                ('entry_count', models.IntegerField()),
                ('credit_ore', models.BigIntegerField()),
                ('debit_ore', models.BigIntegerField()),
                ('received_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('read', 'Inläst'), ('refused', 'Avvisad'), ('waiting', 'Väntar')], default='read', max_length=10)),
                ('problem', models.CharField(blank=True, help_text='why it was refused, for a person to read', max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='FetchedFile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('bank_id', models.CharField(max_length=200, unique=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankfile')),
                ('fetched_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='BankEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payments.bankfile')),
                ('ordinal', models.IntegerField()),
                ('account', models.CharField(max_length=34)),
                ('bank_reference', models.CharField(max_length=120)),
                ('entry_reference', models.CharField(blank=True, help_text="the bank's reference of the line the payment stands in, if any", max_length=35)),
                ('part', models.SmallIntegerField(default=0, help_text='1, 2 … when one payment pays several references; else 0')),
                ('direction', models.CharField(choices=[('CRDT', 'Credit'), ('DBIT', 'Debit')], max_length=4)),
                ('reversal', models.BooleanField(default=False, help_text='the bank takes back an earlier entry')),
                ('amount_ore', models.BigIntegerField()),
                ('booked_date', models.DateField()),
                ('reference', models.CharField(blank=True, help_text="the payer's reference: OCR when it is one", max_length=140)),
                ('end_to_end_id', models.CharField(blank=True, max_length=35)),
                ('creditor_id', models.BigIntegerField(help_text="to whose book it went; null: the agency's", null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('entry_reference', ''), _negated=True), fields=['entry_reference'], name='bank_entry_line'), models.Index(condition=models.Q(('direction', 'DBIT')), fields=['id'], name='bank_entry_debit')],
                'constraints': [models.UniqueConstraint(fields=('account', 'bank_reference', 'part', 'direction', 'reversal'), name='bank_entry_once'), models.CheckConstraint(condition=models.Q(('amount_ore__gt', 0)), name='bank_entry_positive')],
            },
        ),
        migrations.CreateModel(
            name='BankNotice',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='payments.bankfile')),
                ('account', models.CharField(max_length=40)),
                ('sequence', models.BigIntegerField()),
                ('day', models.DateField(help_text="the bank's day of making it")),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('file', 'account', 'sequence'), name='bank_notice_once'), models.CheckConstraint(condition=models.Q(('sequence__gte', 0)), name='bank_notice_number')],
            },
        ),
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='payments.bankfile')),
                ('account', models.CharField(max_length=40)),
                ('statement_id', models.CharField(help_text="the bank's own id of the statement", max_length=35)),
                ('sequence', models.BigIntegerField(help_text="the bank's own number, when it numbers them", null=True)),
                ('from_date', models.DateField()),
                ('to_date', models.DateField()),
                ('opening_ore', models.BigIntegerField()),
                ('credit_ore', models.BigIntegerField()),
                ('debit_ore', models.BigIntegerField()),
                ('closing_ore', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'to_date'), name='bank_statement_last_day'), models.UniqueConstraint(fields=('account', 'from_date'), name='bank_statement_first_day'), models.UniqueConstraint(models.F('account'), django.db.models.functions.datetime.ExtractYear('to_date'), models.F('sequence'), condition=models.Q(('sequence__isnull', False)), name='bank_statement_sequence'), models.CheckConstraint(condition=models.Q(('from_date__lte', models.F('to_date'))), name='bank_statement_days'), models.CheckConstraint(condition=models.Q(('credit_ore__gte', 0), ('debit_ore__gte', 0), ('closing_ore', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('opening_ore'), '+', models.F('credit_ore')), '-', models.F('debit_ore')))), name='bank_statement_adds_up')],
            },
        ),
        migrations.CreateModel(
            name='StatementEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payments.bankstatement')),
                ('ordinal', models.IntegerField()),
                ('direction', models.CharField(choices=[('CRDT', 'Credit'), ('DBIT', 'Debit')], max_length=4)),
                ('reversal', models.BooleanField(default=False)),
                ('amount_ore', models.BigIntegerField()),
                ('booked_date', models.DateField()),
                ('bank_reference', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'indexes': [models.Index(fields=['bank_reference'], name='statement_entry_reference')],
                'constraints': [models.UniqueConstraint(fields=('statement', 'ordinal'), name='statement_entry_once'), models.CheckConstraint(condition=models.Q(('amount_ore__gt', 0)), name='statement_entry_positive')],
            },
        ),
        migrations.CreateModel(
            name='PayerDetail',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='payer', serialize=False, to='payments.bankentry')),
                ('name', models.CharField(blank=True, max_length=140)),
                ('account', models.CharField(blank=True, max_length=40)),
                ('text', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='PayersWord',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='word', serialize=False, to='payments.bankentry')),
                ('how', models.CharField(choices=[('phone', 'Telefon'), ('mail', 'E-post'), ('letter', 'Brev')], max_length=10)),
                ('said_on', models.DateField()),
                ('said', models.CharField(blank=True, help_text='erasable', max_length=500)),
                ('recorded_by', models.BigIntegerField(help_text='the staff member')),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='DailyProof',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('state', models.CharField(choices=[('holds', 'Stämmer'), ('differs', 'Stämmer inte'), ('no_statement', 'Inget kontoutdrag')], max_length=12)),
                ('proven_at', models.DateTimeField()),
                ('bank_ore', models.BigIntegerField(help_text="the bank's closing balance; null without a statement", null=True)),
                ('book_ore', models.BigIntegerField(help_text="the book's client funds at the end of the day")),
                ('creditors_ore', models.BigIntegerField(help_text='owed to creditors, less what they owe')),
                ('payers_ore', models.BigIntegerField(help_text='paid too much, owed to whoever paid')),
                ('unmatched_ore', models.BigIntegerField()),
                ('fees_ore', models.BigIntegerField(help_text="the agency's fees and their VAT, not withdrawn")),
                ('payouts_ore', models.BigIntegerField(help_text='payouts in transit: approved, not yet drawn by the bank')),
                ('fees_in_transit_ore', models.BigIntegerField()),
                ('payments_in_transit_ore', models.BigIntegerField(help_text='less what is paid and not at the bank yet')),
                ('short_ore', models.BigIntegerField(default=0, help_text='what the agency had to pay in')),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'id'], name='daily_proof_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('book_ore', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('creditors_ore'), '+', models.F('payers_ore')), '+', models.F('unmatched_ore')), '+', models.F('fees_ore')), '+', models.F('payouts_ore')), '+', models.F('fees_in_transit_ore')), '+', models.F('payments_in_transit_ore')))), name='daily_proof_shared_out'), models.CheckConstraint(condition=models.Q(models.Q(('bank_ore__isnull', True), ('state', 'no_statement')), models.Q(('bank_ore', models.F('book_ore')), ('state', 'holds')), models.Q(('bank_ore__isnull', False), ('state', 'differs'), models.Q(('bank_ore', models.F('book_ore')), _negated=True)), _connector='OR'), name='daily_proof_says_what_is')],
            },
        ),
        migrations.CreateModel(
            name='TopUp',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('card', 'Card'), ('short', 'Short')], default='card', max_length=5)),
                ('reference', models.CharField(max_length=20, unique=True)),
                ('amount_ore', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('bank_entry_id', models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_ore__gt', 0)), name='top_up_positive'), models.UniqueConstraint(condition=models.Q(('bank_entry_id__isnull', True), ('kind', 'short')), fields=('kind',), name='top_up_one_short')],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('ocr', models.CharField(max_length=25, unique=True)),
                ('subledger', ekrav.tenancy.models.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='references', to='ledger.subledger')),
                ('case_number', models.CharField(max_length=20)),
                ('invoice_number', models.CharField(max_length=60)),
                ('debtor_label', models.CharField(help_text="the debtor's name; erasable", max_length=160)),
                ('closed_on', models.DateField(blank=True, help_text='the case ended: a person places later money', null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['case_number'], name='reference_case_number'), models.Index(django.db.models.functions.text.Upper('invoice_number'), name='reference_invoice_number'), models.Index(django.db.models.functions.text.Upper('debtor_label'), name='reference_debtor')],
            },
        ),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('instruction_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('callback_id', models.CharField(default=ekrav.payments.ways.models.new_callback_id, editable=False, max_length=36, unique=True)),
                ('way', models.CharField(choices=[('swish', 'Swish'), ('card', 'Kort'), ('bank', 'Internetbank')], max_length=10)),
                ('reference', ekrav.tenancy.models.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='instructions', to='payments.reference')),
                ('refund_of', ekrav.tenancy.models.TenantKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='payments.instruction')),
                ('amount_ore', models.BigIntegerField()),
                ('state', models.CharField(choices=[('created', 'Förbereds'), ('sent', 'Väntar på dig'), ('unknown', 'Väntar på besked'), ('paid', 'Betald'), ('declined', 'Nekad'), ('cancelled', 'Avbruten'), ('expired', 'Tiden gick ut')], default='created', max_length=10)),
                ('problem', models.CharField(blank=True, help_text="the provider's code", max_length=40)),
                ('provider_id', models.CharField(blank=True, max_length=120)),
                ('token', models.CharField(blank=True, help_text="opens the payer's app", max_length=120)),
                ('pay_url', models.CharField(blank=True, help_text='where the payer goes on', max_length=1000)),
                ('payment_reference', models.CharField(max_length=120, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('decided_by', models.BigIntegerField(help_text='the staff member who sends money back', null=True)),
                ('approved_by', models.BigIntegerField(help_text='the second, who lets it go back', null=True)),
                ('cancel_asked_at', models.DateTimeField(null=True)),
                ('look_at', models.DateTimeField(help_text='when to act next, in real time; null: never', null=True)),
                ('looks', models.SmallIntegerField(default=0)),
                ('paid_on', models.DateField(null=True)),
                ('paid_at', models.DateTimeField(help_text='when we learnt it', null=True)),
                ('bank_entry_id', models.BigIntegerField(null=True, unique=True)),
                ('top_up', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instructions', to='payments.topup')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('look_at__isnull', False)), fields=['look_at'], name='instruction_due'), models.Index(fields=['creditor', 'reference'], name='instruction_of_case'), models.Index(condition=models.Q(('bank_entry_id__isnull', True), ('state', 'paid')), fields=['reference'], name='instruction_on_its_way'), models.Index(condition=models.Q(('approved_by__isnull', True), ('refund_of__isnull', False), ('state', 'created')), fields=['id'], name='instruction_to_approve')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_ore__gt', 0)), name='instruction_positive'), models.CheckConstraint(condition=models.Q(('state__in', ['created', 'sent', 'unknown', 'paid', 'declined', 'cancelled', 'expired'])), name='instruction_state'), models.CheckConstraint(condition=models.Q(('way__in', ['swish', 'card', 'bank'])), name='instruction_way'), models.CheckConstraint(condition=models.Q(models.Q(('paid_on__isnull', False), ('payment_reference__isnull', False), ('state', 'paid')), models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_on__isnull', True), ('payment_reference__isnull', True)), _connector='OR'), name='instruction_paid_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('bank_entry_id__isnull', True), ('top_up__isnull', True)), models.Q(('bank_entry_id__isnull', True), ('state', 'paid')), models.Q(('state', 'paid'), ('top_up__isnull', True)), _connector='OR'), name='instruction_arrives_once'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('refund_of__isnull', False), _connector='OR'), name='instruction_approved_is_refund'), models.CheckConstraint(condition=models.Q(('refund_of__isnull', True), ('state__in', ['created', 'declined', 'cancelled', 'expired']), models.Q(('approved_by__isnull', False), ('decided_by__isnull', False), models.Q(('approved_by', models.F('decided_by')), _negated=True)), _connector='OR'), name='instruction_refund_by_two'), models.UniqueConstraint(condition=models.Q(('refund_of__isnull', True), ('state__in', ['created', 'sent', 'unknown'])), fields=('creditor', 'reference'), name='instruction_one_live')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('instruction', ekrav.tenancy.models.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='payments.instruction')),
                ('at', models.DateTimeField()),
                ('source', models.CharField(choices=[('create', 'CREATE'), ('read', 'READ'), ('cancel', 'CANCEL'), ('bank', 'BANK'), ('staff', 'STAFF')], max_length=10)),
                ('said', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('bank_entry_id', models.BigIntegerField(null=True)),
                ('instruction', ekrav.tenancy.models.TenantKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='payments.instruction')),
                ('part', models.SmallIntegerField(default=0)),
                ('reference', ekrav.tenancy.models.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='payments.reference')),
                ('amount_ore', models.BigIntegerField()),
                ('booked_date', models.DateField()),
                ('routed_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('applied_at__isnull', True)), fields=['id'], name='payment_to_apply'), models.Index(condition=models.Q(('instruction__isnull', False)), fields=['instruction'], name='payment_instruction')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_ore__gt', 0)), name='payment_positive'), models.CheckConstraint(condition=models.Q(('bank_entry_id__isnull', False), ('instruction__isnull', False), _connector='XOR'), name='payment_has_one_source'), models.UniqueConstraint(condition=models.Q(('instruction__isnull', False)), fields=('creditor', 'instruction'), name='payment_of_instruction_once'), models.UniqueConstraint(condition=models.Q(('bank_entry_id__isnull', False)), fields=('bank_entry_id', 'part'), name='payment_part_once'), models.UniqueConstraint(condition=models.Q(('part__lte', 1)), fields=('bank_entry_id',), name='payment_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='UnmatchedPayment',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='unmatched', serialize=False, to='payments.bankentry')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('open', 'Open'), ('assigned', 'Assigned'), ('returned', 'Returned'), ('payout', 'Payout'), ('held', 'Held'), ('twin', 'Twin')], default='open', max_length=10)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('resolved_by', models.BigIntegerField(help_text='the staff member', null=True)),
                ('twin_of', models.BigIntegerField(help_text='the entry by which another format told of it first', null=True, unique=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['entry'], name='unmatched_open'), models.Index(condition=models.Q(('state', 'held')), fields=['entry'], name='unmatched_held')],
            },
        ),
    ]
