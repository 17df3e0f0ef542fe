"""Letters and the print jobs they leave in."""

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
            name='PrintJob',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_on', models.DateField()),
                ('count', models.IntegerField()),
                ('manifest', models.JSONField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('state', models.CharField(choices=[('made', 'Made'), ('handed_over', 'Handed Over'), ('accepted', 'Accepted'), ('posted', 'Posted'), ('refused', 'Refused')], default='made', max_length=12)),
                ('problem', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('creditor', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('case_number', models.CharField(max_length=20)),
                ('letter_number', models.SmallIntegerField()),
                ('facts', models.JSONField()),
                ('template_version', models.CharField(max_length=40)),
                ('pdf', models.BinaryField(null=True)),
                ('sha256', models.BinaryField(max_length=32, null=True)),
                ('pages', models.SmallIntegerField(null=True)),
                ('state', models.CharField(choices=[('composed', 'Köad'), ('rendered', 'Klar att skicka'), ('handed_over', 'Hos tryckeriet'), ('posted', 'Postad'), ('returned', 'I retur'), ('cancelled', 'Stoppad')], default='composed', max_length=12)),
                ('planned_on', models.DateField()),
                ('posted_on', models.DateField(null=True)),
                ('print_job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='letters.printjob')),
                ('stop_wanted', models.BooleanField(default=False, help_text='asked to stop when it may already have left')),
                ('by_hand', models.BooleanField(default=False, help_text='never in a print job: a person posts it and says on which day')),
                ('void', models.BooleanField(default=False, help_text='posted too late to give its time: counts as not sent')),
                ('created_at', models.DateTimeField()),
                ('noted_at', models.DateTimeField(help_text='when the case took note that it was posted, or stopped', null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state__in', ['composed', 'rendered', 'handed_over'])), fields=['planned_on'], name='dispatch_waiting'), models.Index(condition=models.Q(('state', 'returned'), ('void', False)), fields=['id'], name='dispatch_came_back')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind__in', ['demand', 'final_notice', 'reminder']), ('void', False), models.Q(('state__in', ['cancelled', 'returned']), _negated=True)), fields=('creditor', 'case_number', 'kind'), name='letter_kind_once'), models.UniqueConstraint(fields=('creditor', 'case_number', 'letter_number'), name='letter_number_once'), models.CheckConstraint(condition=models.Q(('state__in', ['composed', 'cancelled']), models.Q(('pages__isnull', False), ('pdf__isnull', False), ('sha256__isnull', False)), _connector='OR'), name='letter_is_rendered_before_it_leaves'), models.CheckConstraint(condition=models.Q(('state__in', ['composed', 'rendered', 'cancelled']), ('print_job__isnull', False), ('by_hand', True), _connector='OR'), name='letter_leaves_in_a_print_job'), models.CheckConstraint(condition=models.Q(('by_hand', False), ('print_job__isnull', True), _connector='OR'), name='letter_by_hand_is_in_no_job'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'posted'), _negated=True), ('posted_on__isnull', False), _connector='OR'), name='posted_letter_has_its_day')],
            },
        ),
    ]
