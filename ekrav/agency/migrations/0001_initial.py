"""The operator's own record, its staff, tariffs, agreement texts and the rows it adds to the law's."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StaffMember',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person_key', models.BinaryField(max_length=33, unique=True)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('administrator', 'Administratör'), ('handler', 'Handläggare'), ('finance', 'Ekonomi')], max_length=20), size=None)),
                ('active', models.BooleanField(default=True)),
                ('appointed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Tariff',
            fields=[
                ('version', models.SmallIntegerField(primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('interest_to', models.CharField(choices=[('creditor', 'Borgenären'), ('agency', 'Byrån')], default='creditor', max_length=10)),
                ('late_payment_to', models.CharField(choices=[('creditor', 'Borgenären'), ('agency', 'Byrån')], default='agency', max_length=10)),
                ('plan_notice_fee_ore', models.BigIntegerField(default=0, help_text='for each avi of an instalment plan')),
                ('remainder_ore', models.BigIntegerField(default=0, help_text='what is left after a payment and is not worth asking for')),
                ('agent_fee_unpaid_ore', models.BigIntegerField(default=0, help_text='what the creditor owes of the 380 kr when the debtor never pays them')),
                ('surveillance_letter_ore', models.BigIntegerField(default=500)),
                ('surveillance_letters_a_year', models.SmallIntegerField(default=3)),
                ('quote_days', models.SmallIntegerField(default=30, help_text='how long an offered price holds')),
                ('ask_again_days', models.SmallIntegerField(default=30, help_text='how often a waiting creditor is asked')),
                ('legal_forms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('posting_cutoff_hour', models.SmallIntegerField(default=15)),
            ],
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='Namn')),
                ('organisation_number', models.CharField(blank=True, max_length=10, verbose_name='Organisationsnummer')),
                ('vat_number', models.CharField(blank=True, max_length=14, verbose_name='Momsregistreringsnummer')),
                ('licence', models.CharField(blank=True, max_length=200, verbose_name='Tillstånd')),
                ('street', models.CharField(blank=True, max_length=120, verbose_name='Gatuadress')),
                ('postcode', models.CharField(blank=True, max_length=6, verbose_name='Postnummer')),
                ('city', models.CharField(blank=True, max_length=60, verbose_name='Ort')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Telefon')),
                ('phone_hours', models.CharField(blank=True, max_length=60, verbose_name='Telefontid')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-post')),
                ('web', models.CharField(blank=True, max_length=120, verbose_name='Webbplats')),
                ('client_funds_bankgiro', models.CharField(blank=True, max_length=8, verbose_name='Klientmedel, bankgiro')),
                ('client_funds_iban', models.CharField(blank=True, max_length=34, verbose_name='Klientmedel, IBAN')),
                ('bank_bic', models.CharField(blank=True, max_length=11, verbose_name='Bankens BIC')),
                ('own_bankgiro', models.CharField(blank=True, help_text='where its fees go; empty: they stay among the client funds', max_length=8, verbose_name='Byråns eget bankgiro')),
                ('tariff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='agency.tariff')),
                ('minimum_payout_ore', models.BigIntegerField(default=0, help_text="less than this waits for the creditor's next payout")),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='agency_is_one_row'), models.CheckConstraint(condition=models.Q(('own_bankgiro', ''), models.Q(('own_bankgiro', models.F('client_funds_bankgiro')), _negated=True), _connector='OR'), name='agency_own_money_apart', violation_error_message='Byråns eget bankgiro får inte vara klientmedlens.'), models.CheckConstraint(condition=models.Q(('minimum_payout_ore__gte', 0)), name='minimum_payout_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='AgreementText',
            fields=[
                ('version', models.SmallIntegerField(primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('text', models.TextField(help_text='paragraphs, blank lines between; a line that begins with # is a heading')),
                ('pdf', models.BinaryField(help_text='the same text, as it is downloaded and kept')),
            ],
        ),
        migrations.CreateModel(
            name='RateRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(max_length=60)),
                ('unit', models.CharField(max_length=12)),
                ('value', models.CharField(help_text='exact: 180.00, -0.50, 8', max_length=20)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('statute', models.CharField(max_length=200)),
                ('source', models.CharField(max_length=200)),
                ('mark', models.CharField(max_length=2)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.staffmember')),
                ('entered_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.staffmember')),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('bankid_at', models.DateTimeField(help_text='when BankID confirmed the second person', null=True)),
                ('number', models.IntegerField(help_text='place in the order of confirmation', null=True, unique=True)),
                ('refused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agency.staffmember')),
                ('refused_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bankid_at', None), ('confirmed_at', None), ('confirmed_by', None), ('number', None)), models.Q(('confirmed_at__isnull', False), ('mark', 'S'), ('number__isnull', False)), models.Q(('bankid_at__isnull', False), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('number__isnull', False)), _connector='OR'), name='rate_row_confirmed_whole'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='rate_row_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', None), ('entered_by', None), ('mark', 'S'), ('refused_at', None)), models.Q(models.Q(('mark', 'S'), _negated=True), ('entered_by__isnull', False)), _connector='OR'), name='rate_row_simulated_by_machine'), models.CheckConstraint(condition=models.Q(models.Q(('refused_at', None), ('refused_by', None)), models.Q(('confirmed_at', None), ('refused_at__isnull', False), ('refused_by__isnull', False)), _connector='OR'), name='rate_row_refused_whole'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rate_row_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('mark__in', ['V', 'V2', 'M', 'D', 'U', 'S']), ('unit__in', ['kronor', 'percent', 'days', 'bank days', 'months', 'years', 'order'])), name='rate_row_words_known'), models.CheckConstraint(condition=models.Q(models.Q(('key', 'interest.reference'), _negated=True), ('valid_to__isnull', False), _connector='OR'), name='rate_row_reference_ends'), models.UniqueConstraint(condition=models.Q(('mark', 'S')), fields=('key', 'valid_from'), name='rate_row_simulated_once')],
            },
        ),
    ]
