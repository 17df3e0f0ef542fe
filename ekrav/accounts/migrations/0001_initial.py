"""People, companies, who may act for which, what they accepted, and a bankgiro that changes."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import ekrav.tenancy.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agency', '0001_initial'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('issuer', models.CharField(max_length=200)),
                ('person_key', models.BinaryField(max_length=33)),
                ('person_number_cipher', models.BinaryField()),
                ('name', models.CharField(max_length=120)),
                ('staff', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person', to='agency.staffmember')),
                ('created_at', models.DateTimeField()),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'person_key'), name='person_once')],
            },
        ),
        migrations.CreateModel(
            name='Creditor',
            fields=[
                ('creditor', models.OneToOneField(db_column='creditor_id', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='company', serialize=False, to='tenancy.tenant')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='Företagets namn')),
                ('organisation_number', models.CharField(max_length=10, verbose_name='Organisationsnummer')),
                ('legal_form', models.CharField(max_length=20)),
                ('street', models.CharField(max_length=120, verbose_name='Gatuadress')),
                ('postcode', models.CharField(max_length=6, verbose_name='Postnummer')),
                ('city', models.CharField(max_length=60, verbose_name='Ort')),
                ('bankgiro', models.CharField(max_length=8, verbose_name='Bankgiro')),
                ('notes_email', models.EmailField(max_length=254, verbose_name='E-post för avräkningsnotor')),
                ('vat_registered', models.BooleanField(verbose_name='Registrerad för moms')),
                ('vat_number', models.CharField(blank=True, max_length=14, verbose_name='Momsregistreringsnummer')),
                ('f_skatt', models.BooleanField()),
                ('rhythm', models.CharField(choices=[('weekly', 'Varje vecka'), ('daily', 'Varje bankdag')], default='weekly', max_length=10)),
                ('tariff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='agency.tariff')),
                ('signed_up_at', models.DateTimeField()),
                ('signatory_confirmed_at', models.DateTimeField(null=True)),
                ('bankgiro_confirmed_at', models.DateTimeField(null=True)),
                ('confirmation_source', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation_number',), name='company_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('admin', 'Administratör'), ('user', 'Användare'), ('reader', 'Läsbehörig')], max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('active', models.BooleanField(default=True)),
                ('since', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('creditor', 'person'), name='membership_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('admin', 'Administratör'), ('user', 'Användare'), ('reader', 'Läsbehörig')], max_length=10)),
                ('invited_by', ekrav.tenancy.models.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_by', ekrav.tenancy.models.TenantKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('accepted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='BankgiroChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('bankgiro', models.CharField(max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', ekrav.tenancy.models.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('holds_until', models.DateTimeField(help_text='72 hours after it was asked for')),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.BigIntegerField(help_text='the staff member', null=True)),
                ('source', models.CharField(blank=True, help_text='how staff know whose number it is', max_length=80)),
                ('withdrawn_at', models.DateTimeField(help_text='taken back by the company or refused by staff', null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('creditor',), name='one_bankgiro_change_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('withdrawn_at__isnull', True)), _connector='OR'), name='bankgiro_change_confirmed_by_somebody'), models.CheckConstraint(condition=models.Q(('holds_until__gte', django.db.models.expressions.CombinedExpression(models.F('asked_at'), '+', models.Value(datetime.timedelta(days=3))))), name='bankgiro_change_holds_72_hours')],
            },
        ),
        migrations.CreateModel(
            name='AcceptedAgreement',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='agency.agreementtext')),
                ('pdf', models.BinaryField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('accepted_at', models.DateTimeField()),
                ('accepted_by', ekrav.tenancy.models.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
    ]
