"""The editors' part of the site: the stock Django admin, a module for each thing that is edited."""

from papers.admin.author import AuthorAdmin
from papers.admin.category import CategoryAdmin
from papers.admin.import_batch import ImportBatchAdmin
from papers.admin.institution import InstitutionAdmin
from papers.admin.merge_record import MergeRecordAdmin
from papers.admin.metric import MetricAdmin
from papers.admin.paper import PaperAdmin
from papers.admin.site import PageAdmin, SiteAdmin
from papers.admin.user import GroupAdmin, UserAdmin
from papers.admin.venue import VenueAdmin

__all__ = [
    "AuthorAdmin",
    "CategoryAdmin",
    "GroupAdmin",
    "ImportBatchAdmin",
    "InstitutionAdmin",
    "MergeRecordAdmin",
    "MetricAdmin",
    "PageAdmin",
    "PaperAdmin",
    "SiteAdmin",
    "UserAdmin",
    "VenueAdmin",
]
