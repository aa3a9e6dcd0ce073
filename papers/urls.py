"""The addresses of the public pages."""

from django.urls import path, register_converter

from papers import downloads, views

app_name = "papers"

register_converter(downloads.FormatConverter, "format")

urlpatterns = [
    path("", views.home, name="home"),
    path("papers/", views.paper_list, name="paper_list"),
    path("papers.<format:file_format>", downloads.paper_list, name="paper_list_file"),
    path("papers/<slug:slug>/", views.paper, name="paper"),
    path("papers/<slug:slug>.<format:file_format>", downloads.paper, name="paper_file"),
    path("authors/", views.author_list, name="author_list"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("authors/<slug:slug>/coauthors/", views.coauthors, name="coauthors"),
    path("authors/<slug:slug>/papers.<format:file_format>", downloads.author_papers, name="author_file"),
    path("institutions/", views.institution_list, name="institution_list"),
    path("institutions/<slug:slug>/", views.institution, name="institution"),
    path("institutions/<slug:slug>/papers.<format:file_format>", downloads.institution_papers, name="institution_file"),
    path("media/<path:name>", views.media, name="media"),
    path("<slug:slug>/", views.page, name="page"),
]
