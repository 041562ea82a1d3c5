"""The list of assignments reads its newest rows from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assignments", "0006_household_counts")]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["valid_from", "id"], name="assignments_asgmt_newest"),
        ),
    ]
