"""Subject categories."""

from django.contrib import admin

from papers.admin.records import RecordAdmin
from papers.models import Category


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    """Subject categories."""

    list_display = ["code", "short_code", "name"]
    ordering = ["code"]
    sorts = {"code": "code"}
    search_fields = ["code", "name"]
    fields = ["code", "short_code", "name"]
