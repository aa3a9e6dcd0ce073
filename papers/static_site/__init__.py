"""The public site as files that any web server can keep, and that open from a folder."""

from papers.static_site.crawling import Export, export_to

__all__ = ["Export", "export_to"]
