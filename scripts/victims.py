"""What scripts.killed kills, each step in a process of its own: python -m scripts.victims NAME ready|act|check.

`ready` makes the site as it is before; `act` prints a line when it begins with what is to be killed; `check` ends with
an error where a kill left something half-done that the tables do not show.
"""

import io
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "profile_site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up by now
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from PIL import Image  # noqa: E402

from bench.corpus import write  # noqa: E402
from papers import triggers  # noqa: E402
from papers.management.commands.serve import collect_static  # noqa: E402
from papers.merge import merge, plan_merge  # noqa: E402
from papers.models import Author, stored_names  # noqa: E402
from tests.admin.forms import filled  # noqa: E402

LIBRARY, SOME = 1_000, 200  # papers
FIRST_RELEASE = "0002"


def take_in(size: int) -> None:
    """Import a library of that size."""
    call_command("import_papers", str(write(settings.DATA_DIR / f"{size}.jsonl", size)), verbosity=0)


class Victim:
    """A site with some papers, to which something is done."""

    def ready(self) -> None:
        """Make the site."""
        take_in(SOME)

    def begin(self) -> None:
        """Do what comes before, and may not be killed."""

    def act(self) -> None:
        """Do what may be killed."""

    def check(self) -> None:
        """Raise an error where something is half-done."""


class Import(Victim):
    """A library comes in."""

    def begin(self):
        """Write the file."""
        self.file = write(settings.DATA_DIR / f"{LIBRARY}.jsonl", LIBRARY)

    def act(self):
        """Import it."""
        call_command("import_papers", str(self.file), verbosity=0)


class Migrate(Victim):
    """The site of the first release gets the tables of this one."""

    def ready(self):
        """Make the site, and take the later migrations back."""
        super().ready()
        call_command("migrate", "papers", FIRST_RELEASE, verbosity=0)

    def act(self):
        """Migrate."""
        call_command("migrate", verbosity=0)

    def check(self):
        """Every trigger is there."""
        if missing := triggers.missing():
            raise AssertionError(missing)


class Merge(Victim):
    """The two people with most papers become one."""

    def ready(self):
        """Make a site with many papers."""
        take_in(LIBRARY)

    def begin(self):
        """Look at what would be done, and agree."""
        most = Author.objects.annotate(times=Count("authorships")).order_by("-times", "pk")
        self.keys = list(most.values_list("pk", flat=True)[:2])
        questions = plan_merge(Author, self.keys, {}).open_questions
        self.given = {question.name: question.options[0].value for question in questions}
        self.digest = plan_merge(Author, self.keys, self.given).digest

    def act(self):
        """Merge."""
        merge(Author, self.keys, self.given, self.digest, None)


class Upload(Victim):
    """An editor gives a person a portrait."""

    def ready(self):
        """Make the site, with an editor."""
        super().ready()
        User.objects.create_superuser("ada")
        collect_static()

    def begin(self):
        """Open the form, and choose a large picture."""
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(User.objects.get())
        self.address = reverse("admin:papers_author_change", args=[Author.objects.earliest("pk").pk])
        self.form = filled(self.client.get(self.address)) | {"portrait_alt": "A portrait"}
        self.picture = io.BytesIO()
        Image.effect_noise((2000, 2000), 50).save(self.picture, "PNG")
        self.picture.seek(0)
        self.picture.name = "portrait.png"

    def act(self):
        """Save the form."""
        response = self.client.post(self.address, self.form | {"portrait": self.picture})
        if response.status_code != 302:
            raise AssertionError(response.status_code)

    def check(self):
        """Every file that a record names is there and whole."""
        for author in Author.objects.exclude(portrait=""):
            for name in stored_names(Author._meta.get_field("portrait"), author.portrait.name):
                with Image.open(author.portrait.storage.path(name)) as picture:
                    picture.load()


class Backup(Victim):
    """The site is written to an archive."""

    def act(self):
        """Write it."""
        call_command("backup", into=settings.DATA_DIR / "backups", verbosity=0)

    def check(self):
        """Every archive is whole."""
        for archive in (settings.DATA_DIR / "backups").glob("*.tar.gz"):
            call_command("verify", archive, verbosity=0)
            archive.unlink()


VICTIMS = {"import": Import, "migrate": Migrate, "upload": Upload, "merge": Merge, "backup": Backup}


def main(name: str, step: str) -> None:
    """Do one step."""
    victim = VICTIMS[name]()
    if step == "act":
        victim.begin()
        print("begun", flush=True)
    getattr(victim, step)()


if __name__ == "__main__":
    main(*sys.argv[1:])
