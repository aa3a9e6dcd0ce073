"""A person's own order of papers, as a list that is dragged, moved by keyboard, or numbered."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from papers.admin.keys import is_key
from papers.admin.rights import may_publish
from papers.admin.rows import place_of
from papers.history import versions_kept
from papers.models import Author, Authorship, Paper, scopes_of
from papers.ranks import new_ranks

ROWS = 100  # papers out of the list on a page
PLACE = "place-"
SHOWN = "_shown"
UNKNOWN_NUMBER = _("“%(typed)s” is no number. Nothing was saved: type 1 for the first place, 2 for the second ….")
OVERTAKEN = _("Not saved yet: the order was changed while this page was open. Look at both and save again.")
MOVES = {"up": -1, "down": 1}


class OrderingAdmin:
    """People whose papers are put in order on a page of their own."""

    change_form_template = "admin/papers/author/change_form.html"

    def get_urls(self):
        """Return the addresses of the list, the forms and the order of papers."""
        view = self.admin_site.admin_view(self.order_view)
        return [path("<path:object_id>/order/", view, name="papers_author_order"), *super().get_urls()]

    def may_order(self, request, author) -> bool:
        """Return whether the user may put a person's papers in order, which the public sees at once."""
        may = request.user.has_perms(["papers.change_author", "papers.change_paper"]) and may_publish(request)
        scopes = scopes_of(request.user)
        return may and (not scopes or any(scope.author_id == author.pk for scope in scopes))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Return the form, with the way to the order of a profile's papers."""
        if obj and obj.is_profile and self.may_order(request, obj):
            context["order_url"] = reverse(f"{self.admin_site.name}:papers_author_order", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def order_view(self, request, object_id):
        """Show the papers in their order; save the order that is sent."""
        author = self.get_object(request, unquote(object_id))
        if author is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may_order(request, author):
            raise PermissionDenied
        if request.method != "POST":
            return self._order_page(request, OrderedList(author))
        with transaction.atomic():
            return self._save_order(request, author)

    def _save_order(self, request, author):
        Author.objects.select_for_update().get(pk=author.pk)
        papers = OrderedList(author)
        papers.take(request.POST)
        if papers.refusal:
            messages.error(request, papers.refusal)
            return self._order_page(request, papers)
        if changed := papers.save(request.user):
            self.log_change(request, author, [{"changed": {"fields": [__("Order of papers")]}}])
        messages.success(request, papers.said or (__("The order is saved.") if changed else __("Nothing was changed.")))
        return HttpResponseRedirect(f"{request.get_full_path()}{papers.anchor}")

    def _order_page(self, request, papers: "OrderedList"):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": __("Order of papers"),
            "author": papers.author,
            "papers": papers,
            "rest": papers.page(request.GET.get("p")),
        }
        return TemplateResponse(request, "admin/papers/author/order.html", context)


class OrderedList:
    """The papers of a person: those in the list, in its order, and those out of it, newest first."""

    def __init__(self, author: Author):
        self.author = author
        ranks = author.authorships.values_list("paper", "profile_rank")
        self.ranks = dict(ranks)
        found = Paper.objects.by(author).curated_by(author).only("title", "status", "posted", "issued", "year")
        self.papers = {paper.pk: paper for paper in found}
        self.stored = [pk for pk in self.papers if self.ranks[pk] is not None]
        self.order = list(self.stored)
        self.typed: dict[int, str] = {}
        self.refusal = self.said = self.anchor = ""
        self.is_overtaken = False

    @property
    def shown(self) -> str:
        """The stored order, by which a page that others overtook is known."""
        return ",".join(map(str, self.stored))

    # What is sent

    def take(self, data) -> None:
        """Take over the numbers typed and the button pressed, or say why not in `refusal`."""
        sent = {int(name.removeprefix(PLACE)): data[name].strip() for name in data if is_key(name.removeprefix(PLACE))}
        self.typed = {pk: number for pk, number in sent.items() if pk in self.papers}
        odd = next((number for number in self.typed.values() if number and not is_key(number)), None)
        if odd is not None:
            self.refusal = UNKNOWN_NUMBER % {"typed": odd[:40]}
            return
        self.order = self._by_number(data.get(SHOWN, ""))
        self._move(*data.get("move", "").partition(":")[::2])
        if data.get(SHOWN) != self.shown and self.order != self.stored:
            self.refusal, self.is_overtaken, self.typed = OVERTAKEN, True, {}

    def _by_number(self, shown: str) -> list[int]:
        before = {int(pk): place for place, pk in enumerate(filter(is_key, shown.split(",")), start=1)}
        places = {
            pk: place_of(int(number), before.get(pk), row)
            for row, (pk, number) in enumerate(self.typed.items())
            if number
        }
        return sorted(places, key=places.get)

    def _move(self, move: str, key: str) -> None:
        pk = int(key) if is_key(key) else None
        if pk not in self.papers:
            return
        place = self.order.index(pk) if pk in self.order else len(self.order)
        self.order = [other for other in self.order if other != pk]
        if move != "out":
            place = 0 if move == "top" else max(place + MOVES.get(move, 0), 0)
            self.order.insert(place, pk)
        self.anchor = f"#paper-{pk}"
        self.said = self._saying(pk)

    def _saying(self, pk: int) -> str:
        title = self.papers[pk].title
        if pk not in self.order:
            return __("“%(title)s” is out of the list now.") % {"title": title}
        values = {"title": title, "place": self.order.index(pk) + 1, "count": len(self.order)}
        return __("“%(title)s” is number %(place)d of %(count)d now.") % values

    def save(self, user) -> int:
        """Store the order, with a version of each paper whose rank changes, and return how many these are."""
        changed: dict[int, int | None] = dict.fromkeys(set(self.stored) - set(self.order))
        changed |= new_ranks([(pk, self.ranks[pk]) for pk in self.order])
        # A paper's form rewrites its authors with their ranks: it and this page wait for one another.
        list(Paper.objects.select_for_update(no_key=True).filter(pk__in=changed).order_by("pk").values_list("pk"))
        rows = list(Authorship.objects.filter(author=self.author, paper__in=changed))
        for row in rows:
            row.profile_rank = changed[row.paper_id]
        with versions_kept(Paper, changed, user, __("Order of %(name)s's papers.") % {"name": self.author}):
            Authorship.objects.bulk_update(rows, ["profile_rank"], batch_size=500)
        return len(rows)

    # What is shown

    def listed(self) -> list[tuple[Paper, str]]:
        """Return the papers in the list, each with the number in its box."""
        return [(self.papers[pk], self.typed.get(pk, str(place))) for place, pk in enumerate(self.order, start=1)]

    def stored_papers(self) -> list[Paper]:
        """Return the papers in the list as it is stored."""
        return [self.papers[pk] for pk in self.stored]

    def page(self, number: str | None):
        """Return a page of the papers out of the list, each with what was typed in its box."""
        listed = set(self.order)
        rest = [(paper, self.typed.get(pk, "")) for pk, paper in self.papers.items() if pk not in listed]
        return Paginator(rest, ROWS).get_page(number)
