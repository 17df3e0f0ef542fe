"""Whose data it is: the tenants, and the one row that says which world this is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='World',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=20)),
                ('offset', models.DurationField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='world_is_one_row'), models.CheckConstraint(condition=models.Q(('name__in', ['demo', 'production'])), name='world_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Tenant',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('creditor', 'Creditor'), ('agency', 'Agency')], max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'agency')), fields=('kind',), name='one_agency')],
            },
        ),
    ]
