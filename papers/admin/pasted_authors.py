"""The authors of a paper from a pasted list: who is matched, who is new, then accepted in that order."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.keys import is_key
from papers.admin.rights import NotSavedError, is_confined
from papers.admin.rows import MOST_ROWS
from papers.author_lists import read_author_list
from papers.cataloguing.matching import Match, add_people, match_people
from papers.models import Authorship, Credit, Paper, set_authors
from papers.names import PersonName, split_name

NEW = "new"
SHOWN = "_shown"
OVERTAKEN = _("Not saved yet: the authors of this paper were changed while this page was open. They are shown below.")
TOO_LONG = _("A paper can have %(most)d authors here; this list has %(number)d.")
TWICE = _("%(name)s is chosen twice: choose another person, or a new one, for one of the two.")
NO_NEW = _("You may not add people: choose somebody known for “%(name)s”, or ask a colleague to add them.")


@dataclass
class Row:
    """A line of the table: the name, who was matched, and who is chosen, as a primary key or `new`."""

    match: Match
    chosen: str
    typed: str

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Those who can be chosen: key, label, and whether it is chosen."""
        known = [(str(author.pk), _label(author)) for author in self.match.offered]
        return [(key, label, key == self.chosen) for key, label in [*known, (NEW, __("a new person"))]]

    @property
    def is_one_word(self) -> bool:
        """Whether it is somebody unknown with a single word for a name, in a script that has capitals."""
        return self.match.author is None and " " not in self.typed and self.typed.lower() != self.typed.upper()

    @property
    def is_unsure(self) -> bool:
        """Whether an editor should look at who it is."""
        return self.match.author is None and (bool(self.match.offered) or self.is_one_word)

    @property
    def family(self) -> str:
        """The family name, which a name in one piece would not tell."""
        return self.match.name.family


def _label(author) -> str:
    papers = ngettext("%(number)d paper", "%(number)d papers", author.paper_number) % {"number": author.paper_number}
    return f"{author}, {papers}"


class PastedAuthors:
    """What the page holds: the rows of the list, and why it cannot be accepted, as sentences."""

    def __init__(self, paper: Paper):
        self.paper = paper
        self.stored = list(paper.authorships.select_related("author"))
        self.rows: list[Row] = []
        self.refusals: list[str] = []
        self.text = ""

    @property
    def shown(self) -> str:
        """The authors that the paper has, by which a page that others overtook is known."""
        return ",".join(str(row.author_id) for row in self.stored)

    def read(self, text: str) -> None:
        """Match the people of a pasted list."""
        self.text = text
        try:
            names = read_author_list(text.replace("\x00", ""))
        except ValueError as error:
            self.refusals.append(str(error))
            return
        if len(names) > MOST_ROWS:
            self.refusals.append(TOO_LONG % {"most": MOST_ROWS, "number": len(names)})
            return
        self.rows = [
            Row(match, str(match.author.pk) if match.author else NEW, str(match.name))
            for match in match_people(self.paper, names)
        ]

    def take(self, data) -> None:
        """Take over the table as it was sent, and say what stands against accepting it."""
        number = min(int(data["rows"]), MOST_ROWS) if is_key(data.get("rows", "")) else 0
        kept = [row for row in range(number) if f"leave-{row}" not in data]
        typed = [" ".join(data.get(f"name-{row}", "").replace("\x00", "").split()) for row in kept]
        names = [
            split_name(name, data.get(f"family-{row}", "")) if name else PersonName("", "")
            for row, name in zip(kept, typed, strict=True)
        ]
        matches = match_people(self.paper, names)
        chosen = [data.get(f"who-{row}", "") for row in kept]
        self.rows = [Row(*each) for each in zip(matches, map(_offered, matches, chosen), typed, strict=True)]
        self._check(data.get(SHOWN))

    def _check(self, shown: str | None) -> None:
        if shown != self.shown:
            self.refusals.append(OVERTAKEN)
        if not self.rows:
            self.refusals.append(__("There is no name in this list."))
        seen = set()
        for row in self.rows:
            if row.chosen in seen:
                self.refusals.append(TWICE % {"name": row.typed})
            seen |= {row.chosen} - {NEW}
            try:
                Authorship._meta.get_field("printed_name").clean(row.typed or None, None)
            except ValidationError as error:
                self.refusals.append(f"“{row.typed[:60]}”: {' '.join(error.messages)}")

    def new(self) -> list[Row]:
        """Return the rows of people who are to be added."""
        return [row for row in self.rows if row.chosen == NEW]

    def save(self) -> None:
        """Add the new people, and make all those of the table the paper's authors; what stood beside a name stays."""
        added = iter(add_people(row.match.name for row in self.new()))
        before = {row.author_id: row for row in self.stored}
        set_authors(self.paper, [self._credit(row, added, before) for row in self.rows])
        self.paper.assign_citation_key()
        self.paper.save(update_fields=["updated"])

    @staticmethod
    def _credit(row: Row, added, before) -> Credit:
        known = {str(author.pk): author for author in row.match.offered}
        author = next(added) if row.chosen == NEW else known[row.chosen]
        old = before.get(author.pk)
        if old is None:
            return Credit(author, row.typed)
        return Credit(author, row.typed, old.role, old.corresponding, old.equal_contribution)


def _offered(match: Match, chosen: str) -> str:
    """Return who was chosen; a new person where it is nobody that is offered."""
    return chosen if chosen in {str(author.pk) for author in match.offered} else NEW


class PastedAuthorsAdmin(admin.ModelAdmin):
    """Papers whose authors may be pasted as a list."""

    def get_urls(self):
        """Return the addresses of the list, the forms and the pasted authors."""
        view = self.admin_site.admin_view(self.authors_view)
        return [path("<path:object_id>/authors/", view, name="papers_paper_authors"), *super().get_urls()]

    def may_paste(self, request, paper) -> bool:
        """Return whether the user may change a paper's authors."""
        rights = [f"papers.{action}_authorship" for action in ("add", "change", "delete")]
        return self.has_change_permission(request, paper) and request.user.has_perms(rights)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Return the form, with the way to paste its authors."""
        if obj and self.may_paste(request, obj):
            context["paste_url"] = reverse(f"{self.admin_site.name}:papers_paper_authors", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def authors_view(self, request, object_id):
        """Ask for a list, show whom it names, and make them the paper's authors once that is accepted."""
        paper = self.get_object(request, unquote(object_id))
        if paper is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may_paste(request, paper):
            raise PermissionDenied
        if request.method != "POST":
            return self._authors_page(request, PastedAuthors(paper))
        with transaction.atomic():
            return self._authors_sent(request, paper)

    def _authors_sent(self, request, paper):
        Paper.objects.select_for_update(no_key=True).get(pk=paper.pk)
        pasted = PastedAuthors(paper)
        if "accept" not in request.POST:
            pasted.read(request.POST.get("text", ""))
            return self._authors_page(request, pasted)
        pasted.take(request.POST)
        if is_confined(request) or not request.user.has_perm("papers.add_author"):
            pasted.refusals += [NO_NEW % {"name": row.typed} for row in pasted.new()]
        if pasted.refusals:
            return self._authors_page(request, pasted)
        try:
            with transaction.atomic(), self.versions_kept(request, [paper], __("Authors from a list.")):
                pasted.save()
                self.keep_within_scope(request, paper)
        except NotSavedError as error:
            pasted.refusals.append(str(error))
            return self._authors_page(request, pasted)
        self.log_change(request, paper, [{"changed": {"fields": [__("Authors")]}}])
        number = len(pasted.rows)
        said = ngettext("The paper has %(number)d author now.", "The paper has %(number)d authors now.", number)
        messages.success(request, said % {"number": number})
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:papers_paper_change", args=[paper.pk]))

    def _authors_page(self, request, pasted: PastedAuthors):
        for refusal in pasted.refusals:
            messages.error(request, refusal)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": __("Authors from a list"),
            "paper": pasted.paper,
            "pasted": pasted,
        }
        return TemplateResponse(request, "admin/papers/paper/authors.html", context)
