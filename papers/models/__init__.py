"""The tables of the site, a file an entity."""

from papers.models.address import Address
from papers.models.affiliation import Affiliation
from papers.models.author import Author, AuthorName, ProfileLink
from papers.models.authorship import Authorship, Credit, set_authors
from papers.models.category import Category
from papers.models.checked_address import CheckedAddress
from papers.models.draft import PaperDraft, PreviewLink
from papers.models.identifier import Identifier
from papers.models.import_batch import ImportBatch, ImportEntry
from papers.models.institution import Institution, PaperInstitution, set_institutions
from papers.models.link import Link
from papers.models.loaded import LoadedRecord
from papers.models.merge_record import MergeRecord
from papers.models.metric import Metric
from papers.models.not_same import NotSame
from papers.models.open_form import OpenForm
from papers.models.paper import Paper, assign_citation_keys
from papers.models.pictures import stored_names
from papers.models.scope import EditorScope, scopes_of
from papers.models.site import Page, Site
from papers.models.venue import Venue

__all__ = [
    "Address",
    "Affiliation",
    "Author",
    "AuthorName",
    "Authorship",
    "Category",
    "CheckedAddress",
    "Credit",
    "EditorScope",
    "Identifier",
    "ImportBatch",
    "ImportEntry",
    "Institution",
    "Link",
    "LoadedRecord",
    "MergeRecord",
    "Metric",
    "NotSame",
    "OpenForm",
    "Page",
    "Paper",
    "PaperDraft",
    "PaperInstitution",
    "PreviewLink",
    "ProfileLink",
    "Site",
    "Venue",
    "assign_citation_keys",
    "scopes_of",
    "set_authors",
    "set_institutions",
    "stored_names",
]
