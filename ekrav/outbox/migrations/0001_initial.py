"""What leaves exactly once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('key', models.CharField(max_length=120)),
                ('channel', models.CharField(choices=[('mail', 'Mail'), ('bank', 'Bank')], max_length=10)),
                ('recipient', models.CharField(max_length=254)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField(blank=True)),
                ('attachment_name', models.CharField(blank=True, max_length=120)),
                ('attachment_type', models.CharField(blank=True, max_length=60)),
                ('attachment', models.BinaryField(null=True)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('bounced', 'Bounced')], default='queued', max_length=10)),
                ('attempts', models.SmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(help_text="real time, not the world's", null=True)),
                ('not_before', models.DateTimeField(help_text='real time: when a failed sending may be tried again', null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('message_digest', models.CharField(blank=True, db_index=True, help_text='what its Message-ID begins with: bounces name it', max_length=32)),
                ('bounced_at', models.DateTimeField(help_text="when the receiver's server had sent it back", null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'sending'])), fields=['created_at'], name='parcel_waiting')],
                'constraints': [models.UniqueConstraint(fields=('creditor', 'key'), name='parcel_once')],
            },
        ),
    ]
