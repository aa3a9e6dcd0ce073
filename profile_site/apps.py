"""Django's own apps, as this site sets them up."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The admin with this site's first page."""

    default_site = "papers.desk.Desk"
