"""People: authors of papers, and the profiles that the site shows."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers import images, names
from papers.frames import Frame
from papers.identifiers import normalise_orcid
from papers.models import pictures
from papers.models.address import Addressed, AddressedQuerySet, addressed
from papers.models.authorship import Authorship
from papers.models.fields import (
    LineField,
    NormalisedField,
    PictureField,
    ProseField,
    WebAddressField,
    length_or_null,
    no_nul,
    one_of,
    only_web_addresses,
)
from papers.models.indexed import NamedQuerySet
from papers.models.institution import PaperInstitution
from papers.models.status import count_of_papers, is_visible

PORTRAIT = Frame(192, 192, narrowest=1, widest=1, fallback="JPEG")  # twice the largest size shown


def portrait_webp(file):
    """Return the picture in `file`, whole, as it is kept."""
    return images.whole_webp(file)


class AuthorQuerySet(NamedQuerySet, AddressedQuerySet):
    """People."""

    def public(self):
        """Return those whom the public may see: profiles, and authors of a published paper who may have a page."""
        on_published = Authorship.objects.filter(is_visible("paper__"), author=OuterRef("pk"))
        return self.filter(Q(is_profile=True) | Exists(on_published), named_only=False)

    def with_paper_count(self):
        """Annotate `paper_count`, the number of each person's published papers."""
        return self.annotate(paper_count=count_of_papers(Authorship, "author"))

    def for_list(self):
        """Return the public people in the order of their sort names, with `paper_count`."""
        return self.public().with_paper_count().order_by("sort_name", "pk")

    def profiles(self):
        """Return the people whose profiles this site shows, by sort name."""
        return self.filter(is_profile=True).order_by("sort_name", "pk")

    def coauthors_of(self, author):
        """Return the others on `author`'s published papers, with `shared` papers, most shared first."""
        own = Authorship.objects.filter(is_visible("paper__"), author=author).values("paper")
        return self._on(own).exclude(pk=author.pk)

    def at(self, institution):
        """Return the authors of `institution`'s published papers, with `shared` papers, most first."""
        own = PaperInstitution.objects.filter(is_visible("paper__"), institution=institution).values("paper")
        return self._on(own)

    def _on(self, paper_ids):
        theirs = self.filter(named_only=False, authorships__paper__in=paper_ids)
        return theirs.annotate(shared=Count("authorships")).order_by("-shared", "sort_name", "pk")


class Author(Addressed):
    """A person, once, under the name that this site shows; other names are AuthorNames."""

    display_name = LineField(_("name"), max_length=200, help_text=_("As it should be read: Ada Lovelace."))
    given_name = LineField(_("given name"), max_length=200, blank=True)
    family_name = LineField(
        _("family name"), max_length=200, blank=True, help_text=_("Empty for someone with a single name.")
    )
    sort_name = LineField(
        _("sort name"), max_length=200, blank=True, help_text=_("Made from the others where it is left empty.")
    )
    field = models.ForeignKey(
        "papers.Category", models.PROTECT, verbose_name=_("field"), null=True, blank=True, related_name="authors"
    )
    orcid = NormalisedField(
        "ORCID",
        normalise=normalise_orcid,
        max_length=19,
        help_text=_("16 digits, such as 0000-0002-1825-0097; a pasted address is fine."),
    )
    bio = ProseField(_("short biography"), blank=True, max_length=5000, help_text=_("Markdown; HTML is shown as text."))
    portrait = PictureField(
        _("portrait"),
        render=portrait_webp,
        frame=PORTRAIT,
        upload_to="portraits/",
        width_field="portrait_width",
        height_field="portrait_height",
        blank=True,
        help_text=_("JPEG, PNG or WebP up to 10 MB; a square around the focus is shown."),
    )
    portrait_width = models.PositiveIntegerField(null=True, editable=False)
    portrait_height = models.PositiveIntegerField(null=True, editable=False)
    portrait_alt = LineField(_("description"), max_length=250, blank=True, help_text=pictures.ALT)
    portrait_credit = LineField(_("credit"), max_length=200, blank=True, help_text=pictures.CREDIT)
    portrait_focus_x = pictures.across()
    portrait_focus_y = pictures.down()
    homepage = WebAddressField(_("homepage"), blank=True)
    note = LineField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("What tells this person from a namesake, such as “Stanford, statistics”. Shown in lists."),
    )
    is_profile = models.BooleanField(
        _("has a profile"),
        default=False,
        help_text=_("Shows this person on the home page, with figures and an order of papers."),
    )
    named_only = models.BooleanField(
        _("is only named"),
        default=False,
        help_text=_("Without a page and in no list of people: the name stands on papers and leads nowhere."),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="author_by_sort_name"),
            models.Index(fields=["is_profile"], name="author_profiles", condition=Q(is_profile=True)),
            models.Index(fields=["id"], name="author_lacks_orcid", condition=Q(is_profile=True, orcid=None)),
            models.Index(fields=["homepage"], name="author_by_homepage", condition=~Q(homepage="")),
            models.Index(fields=["named_only"], name="author_only_named", condition=Q(named_only=True)),
        ]
        constraints = [
            no_nul(
                "author",
                *("slug", "display_name", "given_name", "family_name", "sort_name"),
                *("orcid", "bio", "portrait", "portrait_alt", "portrait_credit", "homepage", "note"),
            ),
            *pictures.pictured("author", "portrait"),
            only_web_addresses("author", "homepage"),
            models.CheckConstraint(condition=~Q(display_name="") & ~Q(slug=""), name="author_named"),
            length_or_null("author", "orcid", 19),
            models.CheckConstraint(
                condition=Q(is_profile=False) | Q(named_only=False),
                name="author_profile_has_a_page",
                violation_error_message=_("Someone who is only named on papers cannot have a profile."),
            ),
        ]

    def __str__(self):
        """Return the name, with what tells it from a namesake's."""
        return f"{self.display_name} ({self.note})" if self.note else self.display_name

    def get_absolute_url(self):
        """Return the address of the person's page."""
        return reverse("papers:author", args=[self.slug])

    def slug_source(self):
        """Return the name."""
        return self.display_name

    @property
    def initials(self) -> str:
        """The letters that stand in for a missing portrait."""
        return names.initials(self.display_name)

    @property
    def has_curated_list(self) -> bool:
        """Whether this person put published papers in an order of their own."""
        return self.authorships.filter(is_visible("paper__"), profile_rank__isnull=False).exists()

    def clean(self):
        """Fill in name parts that were left empty; raise ValidationError for a portrait without a description."""
        super().clean()
        self.fill_names()
        pictures.check_described(self, "portrait")

    def fill_names(self) -> None:
        """Make the name parts from the display name, and the sort name from the parts, where they are empty."""
        name = names.split_name(self.display_name)
        if not (self.given_name or self.family_name):
            self.given_name, self.family_name = name.given, name.family
        if not self.sort_name:
            self.sort_name = names.sort_name(self.given_name, self.family_name, name.suffix) or self.display_name

    def save(self, *args, **kwargs):
        """Save the person, with name parts made where they were empty."""
        self.fill_names()
        super().save(*args, **kwargs)


class AuthorNameManager(models.Manager):
    """All other names."""

    def get_by_natural_key(self, author, name):
        """Return the name `name` of the person whose slug is `author`."""
        return self.get(author=addressed(self.model, "author", author), name=name)


class AuthorName(models.Model):
    """Another name of a person; a search-only one finds the person and appears on no page, export or feed."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="names", verbose_name=_("person"))
    name = LineField(_("name"), max_length=200)
    shown = models.BooleanField(
        _("shown"),
        default=True,
        help_text=_("Otherwise it only helps to find this person: a misspelling, a former name."),
    )

    objects = AuthorNameManager()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]
        indexes = [models.Index(fields=["name"], name="author_name_name")]
        constraints = [
            models.UniqueConstraint(fields=["author", "name"], name="author_name_once"),
            no_nul("author_name", "name"),
            models.CheckConstraint(condition=~Q(name=""), name="author_name_given"),
        ]

    def __str__(self):
        """Return the name."""
        return self.name

    def natural_key(self):
        """Return (person's slug, name)."""
        return (self.author.slug, self.name)

    natural_key.dependencies = ["papers.author"]


class ProfileLinkManager(models.Manager):
    """All profile links."""

    def get_by_natural_key(self, author, url):
        """Return the link to `url` of the person whose slug is `author`."""
        return self.get(author=addressed(self.model, "author", author), url=url)


class ProfileLinkKind(models.TextChoices):
    """Where it leads."""

    SCHOLAR = "scholar", "Google Scholar"
    GITHUB = "github", "GitHub"
    DBLP = "dblp", "dblp"
    SEMANTIC_SCHOLAR = "semantic-scholar", "Semantic Scholar"
    OPENREVIEW = "openreview", "OpenReview"
    LINKEDIN = "linkedin", "LinkedIn"
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    X = "x", "X"
    CV = "cv", _("CV")
    OTHER = "other", _("other")


class ProfileLink(models.Model):
    """A person's page elsewhere."""

    Kind = ProfileLinkKind

    author = models.ForeignKey(Author, models.CASCADE, related_name="profile_links", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    url = WebAddressField(_("address"))
    label = LineField(_("label"), max_length=60, blank=True, help_text=_("Shown in place of the kind."))
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = ProfileLinkManager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["url"], name="profile_link_by_url")]
        constraints = [
            models.UniqueConstraint(fields=["author", "url"], name="profile_link_once"),
            no_nul("profile_link", "kind", "url", "label"),
            only_web_addresses("profile_link", "url"),
            one_of("profile_link", "kind", ProfileLinkKind),
            models.CheckConstraint(condition=~Q(url=""), name="profile_link_given"),
        ]

    def __str__(self):
        """Return the text of the link."""
        return self.label or self.get_kind_display()

    def natural_key(self):
        """Return (person's slug, URL)."""
        return (self.author.slug, self.url)

    natural_key.dependencies = ["papers.author"]
