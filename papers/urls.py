"""The addresses of the public pages."""

from django.urls import path, register_converter

from papers import (
    archive,
    choosing,
    downloads,
    following,
    preview,
    probes,
    resolvers,
    searching,
    security_txt,
    share_images,
    sitemaps,
    views,
)

app_name = "papers"

register_converter(downloads.FormatConverter, "format")

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", searching.search, name="search"),
    path("papers/", views.paper_list, name="paper_list"),
    path("papers.<format:file_format>", downloads.paper_list, name="paper_list_file"),
    path("papers/values/<slug:name>/", choosing.paper_values, name="paper_values"),
    path("papers/<slug:slug>/", views.paper, name="paper"),
    path("papers/<slug:slug>.<format:file_format>", downloads.paper, name="paper_file"),
    path("papers/<slug:slug>/paper.pdf", views.paper_pdf, name="paper_pdf"),
    path("papers/<slug:slug>/card.png", share_images.paper_image, name="paper_image"),
    path("authors/", views.author_list, name="author_list"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("authors/<slug:slug>/coauthors/", views.coauthors, name="coauthors"),
    path("authors/<slug:slug>/values/<slug:name>/", choosing.author_values, name="author_values"),
    path("authors/<slug:slug>/papers.<format:file_format>", downloads.author_papers, name="author_file"),
    path("authors/<slug:slug>/card.png", share_images.author_image, name="author_image"),
    path("authors/<slug:slug>/follow/", following.follow_author, name="follow_author"),
    path("institutions/", views.institution_list, name="institution_list"),
    path("institutions/<slug:slug>/", views.institution, name="institution"),
    path("institutions/<slug:slug>/values/<slug:name>/", choosing.institution_values, name="institution_values"),
    path("institutions/<slug:slug>/papers.<format:file_format>", downloads.institution_papers, name="institution_file"),
    path("follow/", following.follow, name="follow"),
    path("archive/", archive.archive, name="archive"),
    path("institutions/<slug:slug>/follow/", following.follow_institution, name="follow_institution"),
    path("archive/undated/", archive.archive_of, {"year": None}, name="archive_undated"),
    path("archive/<int:year>/", archive.archive_of, name="archive_of"),
    path("doi/<path:value>", resolvers.paper_by_identifier, {"scheme": "doi"}, name="doi"),
    path("arxiv/<path:value>", resolvers.paper_by_identifier, {"scheme": "arxiv"}, name="arxiv"),
    path("orcid/<path:value>", resolvers.author_by_orcid, name="orcid"),
    path("ror/<path:value>", resolvers.institution_by_ror, name="ror"),
    path("cite/<str:key>", resolvers.paper_by_key, name="cite"),
    path("healthz", probes.live, name="live"),
    path("readyz", probes.ready, name="ready"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    path("preview/<str:secret>/", preview.by_link, name="preview"),
    path("media/<path:name>", views.media, name="media"),
    path("<slug:slug>/", views.page, name="page"),
]
