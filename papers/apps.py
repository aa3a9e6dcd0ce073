"""The app: its name, and what stands around every migration: the database triggers, and the groups of its users."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """Papers, people and institutions."""

    name = "papers"
    verbose_name = _("Content")

    def ready(self):
        """Take the triggers away before a migration and put them back after it, with the groups that are missing.

        Django's table rebuild on SQLite drops a table's triggers and fails where another table's trigger names it.
        """
        from papers import roles, triggers

        pre_migrate.connect(triggers.take_away, sender=self)
        post_migrate.connect(triggers.create_for_app, sender=self)
        post_migrate.connect(roles.keep_roles, sender=self)
