"""The addresses of the public pages."""

from django.urls import path

from papers import views

app_name = "papers"

urlpatterns = [
    path("", views.home, name="home"),
    path("papers/", views.paper_list, name="paper_list"),
    path("papers/<slug:slug>/", views.paper, name="paper"),
    path("authors/", views.author_list, name="author_list"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("authors/<slug:slug>/coauthors/", views.coauthors, name="coauthors"),
    path("institutions/", views.institution_list, name="institution_list"),
    path("institutions/<slug:slug>/", views.institution, name="institution"),
    path("media/<path:name>", views.media, name="media"),
    path("<slug:slug>/", views.page, name="page"),
]
