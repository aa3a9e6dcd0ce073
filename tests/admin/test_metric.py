"""Figures: added, never changed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from papers.models import Metric
from tests.admin.forms import errors, filled, with_row
from tests.factories import AuthorFactory, MetricFactory

FIGURE = {"kind": "citations", "value": "148510", "source": "Google Scholar", "received_on": "2026-11-22"}
TAMPERED = {"kind": "papers", "value": "1", "source": "hearsay", "received_on": "2020-01-01"}


def person(metric):
    return reverse("admin:papers_author_change", args=[metric.author.pk])


def figure(metric):
    return reverse("admin:papers_metric_change", args=[metric.pk])


def stored(metric):
    [values] = Metric.objects.filter(pk=metric.pk).values_list("kind", "value", "source", "received_on")
    return values


def test_figure_is_added_on_the_persons_form(editor):
    author = AuthorFactory()
    address = reverse("admin:papers_author_change", args=[author.pk])
    editor.post(address, with_row(filled(editor.get(address)), "metrics", **FIGURE))
    assert stored(Metric.objects.get(author=author)) == (
        "citations",
        148510,
        "Google Scholar",
        datetime.date(2026, 11, 22),
    )


@pytest.mark.parametrize("page", ["papers_metric_add", "papers_author_change"])
def test_new_figure_is_received_today_unless_the_editor_says_otherwise(editor, page):
    author = AuthorFactory()
    form = filled(editor.get(reverse(f"admin:{page}", args=[author.pk] if page.endswith("change") else [])))
    assert [value for name, value in form.items() if name.endswith("received_on") and "initial" not in name] == [
        timezone.localdate().isoformat()
    ]


def test_figure_on_the_persons_form_has_one_box_for_the_reason(editor):
    form = filled(editor.get(person(MetricFactory())))
    names = {name.removeprefix("metrics-0-") for name in form if name.startswith("metrics-0-")}
    assert names == {"id", "author", "superseded_reason"}


def test_figure_is_superseded_on_the_persons_form(editor):
    metric = MetricFactory()
    form = filled(editor.get(person(metric))) | {"metrics-0-superseded_reason": "read from another profile"}
    editor.post(person(metric), with_row(form, "metrics-2", **FIGURE))
    assert list(Metric.objects.order_by("pk").values_list("superseded_reason", flat=True)) == [
        "read from another profile",
        "",
    ]


@pytest.mark.parametrize("form", [person, figure])
def test_tampered_form_changes_no_figure(editor, form):
    metric = MetricFactory()
    before = stored(metric)
    tampered = TAMPERED | {f"metrics-0-{name}": value for name, value in TAMPERED.items()}
    response = editor.post(form(metric), filled(editor.get(form(metric))) | tampered)
    assert (response.status_code, stored(metric)) == (302, before)


def test_figure_that_is_there_already_is_refused(editor):
    metric = MetricFactory()
    row = {"kind": metric.kind, "value": "54", "source": metric.source, "received_on": "2026-11-22"}
    form = with_row(filled(editor.get(person(metric))), "metrics-2", **row)
    assert errors(editor.post(person(metric), form)) == ["This comes twice."]


def test_figure_that_is_there_already_is_refused_in_its_own_form(editor):
    metric = MetricFactory()
    address = reverse("admin:papers_metric_add")
    row = {"author": metric.author.pk, "kind": metric.kind, "value": "54", "source": metric.source}
    response = editor.post(address, filled(editor.get(address)) | row | {"received_on": "2026-11-22"})
    assert len(errors(response)) == 1


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity", "1e999999", "many", "0.001", "99999999999"])
def test_impossible_value_is_refused(editor, value):
    metric = MetricFactory()
    form = with_row(filled(editor.get(person(metric))), "metrics-2", **FIGURE | {"value": value})
    assert len(errors(editor.post(person(metric), form))) == 1


def test_list_says_what_a_figure_is_and_whether_it_counts(editor):
    MetricFactory(kind="novelty", value=54)
    MetricFactory(kind="citations", value=148510, superseded_reason="wrong person")
    page = editor.get(reverse("admin:papers_metric_changelist")).content.decode()
    assert [text in page for text in ("54%", "148,510", 'alt="True"', 'alt="False"')] == [True] * 4


@pytest.mark.parametrize("page", ["delete", "changelist"])
def test_only_a_superuser_deletes_a_figure(librarian, page):
    metric = MetricFactory()
    sent = {"post": "yes", "action": "delete_selected", "_selected_action": [metric.pk]}
    librarian.post(reverse(f"admin:papers_metric_{page}", args=[metric.pk] if page == "delete" else []), sent)
    assert Metric.objects.count() == 1


def test_librarian_cannot_delete_a_person_with_figures(librarian):
    metric = MetricFactory()
    address = reverse("admin:papers_author_delete", args=[metric.author.pk])
    assert (librarian.post(address, {"post": "yes"}).status_code, Metric.objects.count()) == (403, 1)
