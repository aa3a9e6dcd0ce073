"""Papers, who wrote them and from where."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Lower, NullIf, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers import pdfs
from papers.citation_keys import citation_key
from papers.models.address import Addressed, AddressedQuerySet
from papers.models.author import Author
from papers.models.authorship import Authorship
from papers.models.category import Category
from papers.models.fields import (
    LineField,
    PartialDateField,
    ProseField,
    WebAddressField,
    no_nul,
    one_of,
    only_dates,
    only_web_addresses,
)
from papers.models.finding import FindableQuerySet
from papers.models.institution import Institution, PaperInstitution
from papers.models.link import Link
from papers.models.notice import PaperNotice
from papers.models.reading import Readable
from papers.models.scope import scopes_of
from papers.models.status import Stage, Status, in_stage, is_visible
from papers.models.venue import Venue

CITATION_KEY = r"^[^\s/\\{}\",=#%~]+\Z"


class PaperQuerySet(FindableQuerySet, AddressedQuerySet):
    """Papers."""

    # What the public may see

    def published(self):
        """Return the papers that the public may see; every page, list, feed and export starts from here."""
        return self.filter(is_visible())

    def in_stage(self, stage):
        """Return the papers that are a draft, scheduled, published or retired at this moment."""
        return self.filter(in_stage(stage))

    def publish(self):
        """Show the papers to the public now, whatever times they had, and return how many there are."""
        now = timezone.now()
        return self.update(
            status=Status.PUBLISHED,
            publish_at=Case(When(publish_at__lte=now, then="publish_at")),
            retire_at=Case(When(retire_at__gt=now, then="retire_at")),
            updated=now,
        )

    def retire(self):
        """Hide papers that the public sees, as no longer current, and return how many there are."""
        now = timezone.now()
        return self.published().update(retire_at=now, updated=now)

    def make_draft(self):
        """Hide the papers from the public, and return how many there are."""
        return self.update(status=Status.DRAFT, updated=timezone.now())

    # What an editor may change

    def editable_by(self, user):
        """Return the papers within `user`'s scope: all where there is none."""
        scopes = scopes_of(user)
        if not scopes:
            return self
        people = [scope.author_id for scope in scopes if scope.author_id]
        places = [scope.institution_id for scope in scopes if scope.institution_id]
        return self.filter(
            Exists(Authorship.objects.filter(paper=OuterRef("pk"), author__in=people))
            | Exists(PaperInstitution.objects.filter(paper=OuterRef("pk"), institution__in=places))
        )

    # Narrower

    def by(self, author):
        """Return the papers of `author`."""
        return self.filter(pk__in=Authorship.objects.filter(author=author).order_by().values("paper"))

    def by_any(self, slugs):
        """Return the papers of one of the people with these `slugs`."""
        return self.filter(pk__in=Authorship.objects.filter(author__slug__in=slugs).order_by().values("paper"))

    def at_any(self, slugs):
        """Return the papers that name one of the institutions with these `slugs`."""
        entries = PaperInstitution.objects.filter(institution__slug__in=slugs)
        return self.filter(pk__in=entries.order_by().values("paper"))

    def with_link(self, kind):
        """Return the papers with a link of `kind`."""
        return self.filter(Exists(Link.objects.filter(paper=OuterRef("pk"), kind=kind)))

    def dated(self, first: int | None, last: int | None):
        """Return the papers of the years from `first` to `last` by their dates, by which an index has them in order."""
        if first:
            self = self.filter(sort_date__gte=f"{first:04}")
        return self.filter(sort_date__gte="0", sort_date__lt=f"{last + 1:04}") if last else self

    # In order

    def newest(self):
        """Return the papers newest first, those without a date last."""
        return self.order_by("-sort_date", "-pk")

    def oldest(self):
        """Return the papers oldest first, those without a date last."""
        return self.order_by(NullIf("sort_date", Value("")).asc(nulls_last=True), "pk")

    def by_title(self):
        """Return the papers by title."""
        return self.order_by(Lower("title"), "pk")

    def curated_by(self, owner):
        """Return the papers in the order of `owner`'s own list; those without a rank in it follow, newest first."""
        rank = Authorship.objects.filter(paper=OuterRef("pk"), author=owner).values("profile_rank")
        return self.annotate(rank=Subquery(rank)).order_by(F("rank").asc(nulls_last=True), "-sort_date", "-pk")

    def neighbours(self, paper, owner):
        """Return the papers before and after `paper` in `owner`'s own list; None where there is none or no owner."""
        if owner is None:
            return None, None
        order = list(self.by(owner).curated_by(owner).values_list("pk", flat=True))
        place = order.index(paper.pk)
        near = self.in_bulk(order[max(place - 1, 0) : place + 2])
        previous = near.get(order[place - 1]) if place > 0 else None
        return previous, near.get(order[place + 1]) if place + 1 < len(order) else None

    # For a page

    def for_page(self):
        """Return the papers with everything that a paper's page and an export say of them."""
        return self.select_related("primary_category", "venue").prefetch_related(
            Prefetch("authorships", Authorship.objects.select_related("author")),
            Prefetch("institution_entries", PaperInstitution.objects.select_related("institution")),
            "cross_listed",
            "identifiers",
            "links",
        )

    def for_full_export(self):
        """Return the papers in the order they were entered, with everything that a complete export says of them."""
        owners = ("", "authorships__author__", "institution_entries__institution__")
        return (
            self.for_page()
            .prefetch_related("authorships__author__names", *(f"{owner}addresses" for owner in owners))
            .order_by("pk")
        )


class PaperType(models.TextChoices):
    """What sort of work it is."""

    ARTICLE = "article", _("article")
    PROCEEDINGS_PAPER = "proceedings-paper", _("proceedings paper")
    PREPRINT = "preprint", _("preprint")
    CHAPTER = "chapter", _("chapter")
    BOOK = "book", _("book")
    THESIS = "thesis", _("thesis")
    REPORT = "report", _("report")
    DATASET = "dataset", _("dataset")
    SOFTWARE = "software", _("software")


class Paper(Readable, Addressed):
    """A paper, or any other work that a scholar lists.

    The database keeps `year` and `sort_date`: of the day it was posted, or else issued; None and "" where neither is
    known.
    """

    Type = PaperType

    Status = Status

    Stage = Stage

    Notice = PaperNotice

    title = LineField(_("title"), max_length=500)
    language = LineField(
        _("language"), max_length=12, default="en", help_text=_("Of title and abstract, as a code: en, de, zh, pt-BR.")
    )
    abstract = ProseField(_("abstract"), blank=True)
    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.PREPRINT)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("A draft is shown to nobody but editors."),
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("A paper with the status “published” appears at this time; empty for at once."),
    )
    retire_at = models.DateTimeField(
        _("retire at"), null=True, blank=True, help_text=_("It disappears at this time; empty for never.")
    )
    posted = PartialDateField(
        _("posted"), help_text=_("When the public could first read it: 2023-06-28, 2023-06 or 2023.")
    )
    issued = PartialDateField(
        _("issued"), help_text=_("When the venue published it, used for citing: 2024, 2024-05 or 2024-05-07.")
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, verbose_name=_("venue"), null=True, blank=True, related_name="papers"
    )
    volume = LineField(_("volume"), max_length=50, blank=True)
    issue = LineField(_("issue"), max_length=50, blank=True)
    pages = LineField(_("pages"), max_length=50, blank=True, help_text=_("Such as 1877-1901."))
    publisher = LineField(_("publisher"), max_length=200, blank=True)
    place = LineField(_("place"), max_length=200, blank=True)
    editors = ProseField(_("editors"), blank=True, help_text=_("Of the book or proceedings, one a line."))
    keywords = LineField(_("keywords"), max_length=1000, blank=True, help_text=_("Separated by semicolons."))
    primary_category = models.ForeignKey(
        Category, models.PROTECT, verbose_name=_("category"), null=True, blank=True, related_name="papers"
    )
    cross_listed = models.ManyToManyField(
        Category, verbose_name=_("cross-listed in"), blank=True, related_name="cross_listed_papers"
    )
    citation_key = LineField(
        _("citation key"),
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_(
            "Made once from authors, year and title where it is empty. Others cite it: do not change it later."
        ),
        validators=[RegexValidator(CITATION_KEY, _('A citation key has no spaces and none of / \\ { } " , = # % ~.'))],
    )
    notice_kind = models.CharField(_("notice"), max_length=20, choices=Notice, blank=True)
    notice = ProseField(_("text of the notice"), blank=True)
    notice_url = WebAddressField(_("address of the notice"), blank=True)
    pdf = models.FileField(
        "PDF",
        upload_to=pdfs.file_name,
        validators=[pdfs.check_pdf],
        blank=True,
        help_text=_("Up to 50 MB; everyone may read it on the paper's page once the paper is published."),
    )
    pdf_rights = models.BooleanField(
        _("the PDF may be shown to everyone"),
        default=False,
        help_text=_("You have checked that the publisher or the licence allows it."),
    )
    extra = models.JSONField(
        _("other fields"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("What a bibliography said that has no place here, by its name there; written back on export."),
    )
    imported = models.JSONField(
        _("imported values"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("A short digest of each value that an import wrote; a field with another was edited by hand."),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    authors = models.ManyToManyField(Author, through="Authorship", related_name="papers")
    institutions = models.ManyToManyField(Institution, through="PaperInstitution", related_name="papers")

    year = models.GeneratedField(
        expression=Cast(Substr(Coalesce("posted", "issued"), 1, 4), models.IntegerField()),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    sort_date = models.GeneratedField(
        expression=Coalesce("posted", "issued", Value("")),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        permissions = [("publish_paper", "Can publish, retire and schedule papers, and delete published ones")]
        indexes = [
            # With the times, so that papers are counted and skipped without a look at their rows.
            models.Index(
                F("status"), F("sort_date").desc(), F("id").desc(), "publish_at", "retire_at", name="paper_newest"
            ),
            models.Index(Lower("title"), name="paper_by_title"),
            models.Index(fields=["posted"], name="paper_by_posted"),
            models.Index(F("updated").desc(), F("id").desc(), name="paper_changed"),
            models.Index(F("status"), F("updated").desc(), F("id").desc(), name="paper_changed_by_status"),
            models.Index(
                fields=["status", "publish_at"], condition=Q(publish_at__isnull=False), name="paper_scheduled"
            ),
            models.Index(fields=["status", "retire_at"], condition=Q(retire_at__isnull=False), name="paper_retiring"),
            models.Index(F("updated").desc(), F("id").desc(), condition=Q(abstract=""), name="paper_without_abstract"),
            models.Index(F("type"), F("updated").desc(), F("id").desc(), name="paper_by_type"),
            models.Index(F("notice_kind"), F("updated").desc(), F("id").desc(), name="paper_by_notice"),
            models.Index(fields=["notice_url"], condition=~Q(notice_url=""), name="paper_by_notice_url"),
            # With all that filters ask of a paper's own row, so that papers are counted without a look at it.
            models.Index(
                fields=["status", "year", "publish_at", "retire_at", "primary_category", "venue", "type", "id"],
                name="paper_facets",
            ),
            models.Index(
                fields=["status", "type", "publish_at", "retire_at", "year", "primary_category", "venue", "id"],
                name="paper_facets_by_type",
            ),
            models.Index(
                fields=["primary_category", "status", "year", "publish_at", "retire_at", "type", "venue", "id"],
                name="paper_facets_by_category",
            ),
        ]
        constraints = [
            no_nul(
                "paper",
                *("slug", "title", "language", "abstract", "type", "status", "posted", "issued"),
                *("volume", "issue", "pages", "publisher", "place", "editors", "keywords", "citation_key"),
                *("notice_kind", "notice", "notice_url", "pdf"),
            ),
            only_web_addresses("paper", "notice_url"),
            only_dates("paper", "posted", "issued"),
            one_of("paper", "type", PaperType),
            one_of("paper", "status", Status),
            one_of("paper", "notice_kind", PaperNotice, ""),
            models.CheckConstraint(condition=~Q(title="") & ~Q(slug=""), name="paper_titled"),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(retire_at__isnull=True) | Q(retire_at__gt=F("publish_at")),
                name="paper_retires_later",
                violation_error_message=_("A paper cannot be retired before it is published: choose a later time."),
            ),
            models.CheckConstraint(
                condition=Q(pdf="") | Q(pdf_rights=True),
                name="paper_pdf_rights",
                violation_error_message=_("Confirm that the PDF may be shown to everyone, or leave it out."),
            ),
            models.CheckConstraint(
                condition=Q(citation_key__isnull=True) | ~Q(citation_key=""), name="paper_key_or_null"
            ),
        ]

    def __str__(self):
        """Return the title."""
        return self.title

    def get_absolute_url(self):
        """Return the address of the paper's page."""
        return reverse("papers:paper", args=[self.slug])

    def slug_source(self):
        """Return the title."""
        return self.title

    def assign_citation_key(self) -> None:
        """Give a paper without a citation key one made from its authors, year and title; a key once made stays."""
        if self.citation_key:
            return
        authorships = self.authorships.select_related("author")
        families = [credit.author.family_name or credit.author.display_name for credit in authorships]
        date = self.posted or self.issued
        self.citation_key = citation_key(
            families,
            date.year if date else None,
            self.title,
            taken=lambda key: Paper.objects.filter(citation_key=key).exists(),
        )
        self.save(update_fields=["citation_key"])


def assign_citation_keys(papers: list[Paper]) -> None:
    """Give each of the papers without a citation key one, in a fixed number of queries."""
    lacking = [paper for paper in papers if not paper.citation_key]
    if not lacking:
        return
    taken = set(Paper.objects.exclude(citation_key=None).values_list("citation_key", flat=True))
    families: dict[int, list[str]] = {paper.pk: [] for paper in lacking}
    authorships = Authorship.objects.filter(paper__in=lacking).order_by("paper", "position")
    for key, family, name in authorships.values_list("paper", "author__family_name", "author__display_name"):
        families[key].append(family or name)
    for paper in lacking:
        date = paper.posted or paper.issued
        paper.citation_key = citation_key(
            families[paper.pk], date.year if date else None, paper.title, taken=taken.__contains__
        )
        taken.add(paper.citation_key)
    Paper.objects.bulk_update(lacking, ["citation_key"], batch_size=500)
