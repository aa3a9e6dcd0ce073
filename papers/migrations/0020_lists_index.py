from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0019_checked_addresses"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="paper",
            name="paper_newest",
        ),
        migrations.RemoveIndex(
            model_name="paper",
            name="paper_by_year",
        ),
        migrations.RemoveIndex(
            model_name="paper",
            name="paper_facets",
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("sort_date"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("publish_at"),
                models.F("retire_at"),
                name="paper_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                fields=["status", "year", "publish_at", "retire_at", "primary_category", "venue", "type", "id"],
                name="paper_facets",
            ),
        ),
    ]
