"""The right to publish and the right to undo an import; whoever could do so before has them, and “Editors” publish.

What the roles may do besides, and the groups themselves, come with papers.roles after the last migration.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

IMPLIED = {"change_paper": "publish_paper", "change_importbatch": "undo_importbatch"}


def keep_rights(apps, schema_editor):
    """Give each new permission to every group and user with the one that included it so far."""
    using = schema_editor.connection.alias
    create_permissions(installed.get_app_config("papers"), verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using).filter(content_type__app_label="papers")
    for had, implied in IMPLIED.items():
        new = permissions.get(codename=implied)
        for holder in ("Group", "User"):
            relation = "permissions" if holder == "Group" else "user_permissions"
            model = apps.get_model("auth", holder)
            for each in model.objects.using(using).filter(**{f"{relation}__in": permissions.filter(codename=had)}):
                getattr(each, relation).add(new)


def rename_editors(apps, schema_editor):
    """Let the members of “Editors”, who may publish, be Publishers, with the very permissions that they have."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    if not groups.filter(name="Publisher").exists():
        groups.filter(name="Editors").update(name="Publisher")


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0003_import_entry_title"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="paper",
            options={
                "permissions": [
                    ("publish_paper", "Can publish, retire and schedule papers, and delete published ones")
                ],
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
            },
        ),
        migrations.AlterModelOptions(
            name="importbatch",
            options={
                "ordering": ["-pk"],
                "permissions": [("undo_importbatch", "Can undo imports")],
                "verbose_name": "import",
                "verbose_name_plural": "imports",
            },
        ),
        migrations.RunPython(keep_rights, migrations.RunPython.noop),
        migrations.RunPython(rename_editors, migrations.RunPython.noop),
    ]
