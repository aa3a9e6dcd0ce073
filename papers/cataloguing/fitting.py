"""An entry's record made to fit the tables: what is too long or of no use there is kept verbatim, and said."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from papers.imports.record import LinkRecord, PaperRecord, PersonRecord, Problem, changed
from papers.models import Author, Category, Identifier, Institution, Link, Paper, Venue
from papers.models.fields import validate_characters, validate_line
from papers.models.paper import CITATION_KEY

CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,7})?")
is_url = URLValidator(schemes=["http", "https"])


def _length(model: type, name: str) -> int:
    return model._meta.get_field(name).max_length


LENGTHS = {
    name: _length(Paper, name) for name in "language volume issue pages publisher place citation_key".split()
} | {
    "venue": _length(Venue, "name"),
    "venue_short": _length(Venue, "short_name"),
    "series": _length(Venue, "series"),
}
NAME_LENGTH = _length(Author, "display_name")


class Misfit(ValueError):  # noqa: N818 - it names what is wrong
    """A record that cannot be stored: `field` and a sentence."""

    def __init__(self, field: str, reason: str):
        super().__init__(reason)
        self.field = field


class Fitting:
    """One record on its way into the tables; one that `is_own` came out of such tables."""

    def __init__(self, record: PaperRecord, is_own: bool = False):
        self.record = record
        self.is_own = is_own
        self.extra = dict(record.extra)
        self.problems: list[Problem] = []

    def keep(self, name: str, text: str, reason: str = "") -> None:
        """Keep a text verbatim under a name; say why, where there is a reason that the importer should know."""
        before = self.extra.get(name)
        if before is None:
            self.extra[name] = text
        elif text not in before.split("\n"):
            self.extra[name] = f"{before}\n{text}"
        if reason:
            self.problems.append(Problem(name, reason))

    def fitted(self) -> PaperRecord:
        """Return the record as it can be stored; raise Misfit for one that cannot."""
        record = self.record
        changes = {name: self._short(name, getattr(record, name), length) for name, length in LENGTHS.items()}
        if changes["citation_key"] and not re.match(CITATION_KEY, changes["citation_key"]):
            self.keep("citation_key", changes["citation_key"])
            changes["citation_key"] = ""
        changes["keywords"] = self._keywords()
        changes["categories"] = tuple(code for code in record.categories if self._is_category(code))
        changes["institutions"] = tuple(
            self._short("institutions", name, _length(Institution, "name")) for name in record.institutions
        )
        changes["institutions"] = tuple(filter(None, changes["institutions"]))
        changes["identifiers"] = tuple(pair for pair in record.identifiers if self._short_identifier(*pair))
        changes["links"] = tuple(link for link in record.links if self._is_link(link))
        for number, person in enumerate(record.authors, 1):
            _check_person(number, person)
        return changed(record, **changes, extra=self.extra)

    def _short(self, name: str, text: str, length: int) -> str:
        if len(text) <= length:
            return text
        self.keep(
            name, text, _("It is longer than %(length)d characters and kept beside the record.") % {"length": length}
        )
        return ""

    def _keywords(self) -> tuple[str, ...]:
        text = "; ".join(self.record.keywords)
        return self.record.keywords if self._short("keywords", text, _length(Paper, "keywords")) else ()

    def _is_category(self, code: str) -> bool:
        if (self.is_own or CATEGORY.fullmatch(code)) and 0 < len(code) <= _length(Category, "code"):
            return True
        self.keep("categories", code)
        return False

    def _short_identifier(self, scheme: str, value: str) -> bool:
        return bool(self._short(scheme, value, _length(Identifier, "value")))

    def _is_link(self, link: LinkRecord) -> bool:
        try:
            is_url(link.url)
        except ValidationError:
            self.keep("url", link.url, _("It is no web address that a browser opens, and kept beside the record."))
            return False
        if len(link.url) > _length(Link, "url") or len(link.label) > _length(Link, "label"):
            self.keep("url", f"{link.url} {link.label}".strip())
            return False
        return True


def _check_person(number: int, person: PersonRecord) -> None:
    if len(person.name) > NAME_LENGTH:
        raise Misfit(
            "authors",
            _("The name of author %(number)d is longer than %(length)d characters; perhaps several names ran together.")
            % {"number": number, "length": NAME_LENGTH},
        )
    try:
        validate_characters(person.name + person.affiliation)
        validate_line(person.name)
    except ValidationError as error:
        raise Misfit("authors", " ".join(error.messages)) from error
