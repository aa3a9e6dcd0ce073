"""When a paper appears and disappears."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0004_roles"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="paper",
            name="paper_by_year",
        ),
        migrations.AddField(
            model_name="paper",
            name="publish_at",
            field=models.DateTimeField(
                blank=True,
                help_text="A paper with the status “published” appears at this time; empty for at once.",
                null=True,
                verbose_name="publish at",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="retire_at",
            field=models.DateTimeField(
                blank=True,
                help_text="It disappears at this time; empty for never.",
                null=True,
                verbose_name="retire at",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["status", "year", "publish_at", "retire_at"], name="paper_by_year"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("publish_at__isnull", True),
                    ("retire_at__isnull", True),
                    ("retire_at__gt", models.F("publish_at")),
                    _connector="OR",
                ),
                name="paper_retires_later",
                violation_error_message="A paper cannot be retired before it is published: choose a later time.",
            ),
        ),
    ]
