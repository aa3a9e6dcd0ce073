"""The app: its name, and the database triggers that stand around every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """Papers, people and institutions."""

    name = "papers"
    verbose_name = _("Content")

    def ready(self):
        """Take the triggers away before a migration and put them back after it.

        Django's table rebuild on SQLite drops a table's triggers and fails where another table's trigger names it.
        """
        from papers import triggers

        pre_migrate.connect(triggers.drop_for_app, sender=self)
        post_migrate.connect(triggers.create_for_app, sender=self)
