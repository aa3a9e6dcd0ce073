"""What a page or an export reads off a paper whose relations are preloaded; nothing here queries."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

READ, READ_THE_PDF = _("Read"), _("Read the PDF")
READ_AT = {"arxiv": _("Read on arXiv"), "doi": _("Read at the publisher"), "acl": _("Read in the ACL Anthology")}
RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}


@dataclass(frozen=True)
class Button:
    """A link with its text."""

    label: str
    url: str


class Readable:
    """The derived facts of a Paper."""

    @property
    def direction(self) -> str:
        """The direction of the paper's language: "rtl" or "ltr"."""
        return "rtl" if self.language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"

    @property
    def listed_institutions(self) -> list:
        """The institutions that the paper names, in its order."""
        return [entry.institution for entry in self.institution_entries.all()]

    @property
    def stage(self):
        """What the paper is at this moment: a draft, scheduled, published or retired."""
        now = timezone.now()
        if self.status == self.Status.DRAFT:
            return self.Stage.DRAFT
        if self.publish_at and self.publish_at > now:
            return self.Stage.SCHEDULED
        return self.Stage.RETIRED if self.retire_at and self.retire_at <= now else self.Stage.PUBLISHED

    @property
    def is_public(self) -> bool:
        """Whether the public may see the paper now."""
        return self.stage == self.Stage.PUBLISHED

    @property
    def changed(self):
        """When a published paper last changed for the public: when it was edited or appeared, whichever was later."""
        return max(self.updated, self.publish_at or self.updated)

    @property
    def keyword_list(self) -> list[str]:
        """The keywords."""
        return [word for word in map(str.strip, self.keywords.split(";")) if word]

    @property
    def editor_list(self) -> list[str]:
        """The editors' names."""
        return [name for name in map(str.strip, self.editors.splitlines()) if name]

    @property
    def issued_or_posted(self):
        """The date by which the paper is cited: the venue's, or else the day it was posted."""
        return self.issued or self.posted

    @property
    def is_retracted(self) -> bool:
        """Whether the paper was retracted."""
        return self.notice_kind == self.Notice.RETRACTION

    @property
    def pdf_address(self) -> str:
        """The address of the PDF that the site has: beside the paper's page, as Google Scholar asks."""
        return f"{self.get_absolute_url()}paper.pdf"

    def identifier_values(self, scheme: str) -> list[str]:
        """Return the paper's identifiers of `scheme`, in the order they were entered."""
        return [identifier.value for identifier in self.identifiers.all() if identifier.scheme == scheme]

    @property
    def read_link(self) -> Button | None:
        """Where the paper can be read."""
        place = self.place_to_read
        return Button(str(place[0]), place[1]) if place else None

    @property
    def place_to_read(self) -> tuple[str, str] | None:
        """What the address where the paper can be read is called, and the address: of its PDF here or elsewhere, of
        arXiv, its DOI, or else another identifier."""
        if self.pdf:
            return READ_THE_PDF, self.pdf_address
        for link in self.links.all():
            if link.kind == link.Kind.PDF:
                return link.label or READ_THE_PDF, link.url
        found = {identifier.scheme: identifier for identifier in reversed(self.identifiers.all())}
        for scheme in [*READ_AT, *(found.keys() - READ_AT.keys())]:
            if scheme in found and (address := found[scheme].url):
                return READ_AT.get(scheme, READ), address
        return None

    @property
    def code_links(self) -> list:
        """The links to code, which give the Code badge."""
        return [link for link in self.links.all() if link.kind == link.Kind.CODE]

    @property
    def other_links(self) -> list:
        """The links to anything but code and the paper's own text."""
        return [link for link in self.links.all() if link.kind not in {link.Kind.CODE, link.Kind.PDF}]
