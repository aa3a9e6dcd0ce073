"""What the database keeps by itself: the history of slugs, and figures as they were received."""

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, IntegrityError, connection, transaction

from papers import triggers
from papers.models import Address, Metric, Paper
from tests.factories import AuthorFactory, InstitutionFactory, MetricFactory, PageFactory, PaperFactory
from tests.sql import installed, write

pytestmark = pytest.mark.django_db

KINDS = {"author": AuthorFactory, "institution": InstitutionFactory, "page": PageFactory, "paper": PaperFactory}


def save(record, slug):
    record.slug = slug
    record.save()


def update(record, slug):
    type(record).objects.filter(pk=record.pk).update(slug=slug)


def bulk_update(record, slug):
    record.slug = slug
    type(record).objects.bulk_update([record], ["slug"])


def raw_update(record, slug):
    write(record, "slug", slug)


def raw_insert(record, slug):
    """Add a copy of the record by SQL alone."""
    names = [f.column for f in record._meta.local_fields if not (f.primary_key or f.generated or f.column == "slug")]
    columns, table = ", ".join(f'"{name}"' for name in names), record._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (slug, {columns}) SELECT %s, {columns} FROM {table} LIMIT 1", [slug])  # noqa: S608


def bulk_create(record, slug):
    with transaction.atomic():
        type(record).objects.bulk_create([KINDS[record._meta.model_name].build(slug=slug)])


def create(record, slug):
    with transaction.atomic():
        KINDS[record._meta.model_name](slug=slug)


MOVES = [save, update, bulk_update, raw_update]
ARRIVALS = [create, bulk_create, raw_insert]


def slugs_of(record) -> set[str]:
    return set(record.addresses.values_list("value", flat=True))


# Addresses


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("move", MOVES)
def test_a_moved_record_keeps_its_former_address(kind, move):
    record = KINDS[kind](slug="former")
    move(record, "new")
    assert slugs_of(record) == {"former", "new"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("arrive", ARRIVALS)
def test_a_new_record_has_its_address(kind, arrive):
    record = KINDS[kind]()
    arrive(record, "newcomer")
    assert Address.objects.filter(value="newcomer", **{f"{kind}__slug": "newcomer"}).count() == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("write_slug", [*MOVES, *ARRIVALS])
@pytest.mark.parametrize("owner", KINDS)
def test_no_record_of_any_kind_takes_a_former_address(kind, write_slug, owner):
    other = KINDS[owner](slug="former")
    save(other, "new")
    record = KINDS[kind]()
    with pytest.raises(IntegrityError), transaction.atomic():
        write_slug(record, "former")
    assert slugs_of(other) == {"former", "new"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("move", MOVES)
def test_a_record_moves_back(kind, move):
    record = KINDS[kind](slug="former")
    move(record, "new")
    move(record, "former")
    assert (slugs_of(record), type(record).objects.get().slug) == ({"former", "new"}, "former")


@pytest.mark.parametrize("kind", KINDS)
def test_a_deleted_record_gives_its_addresses_free(kind):
    record = KINDS[kind](slug="former")
    save(record, "new")
    record.delete()
    assert Address.objects.count() == 0


def test_conflicts_that_are_to_be_ignored_are_not_about_addresses():
    AuthorFactory(slug="taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.bulk_create([PaperFactory.build(slug="taken")], ignore_conflicts=True)


def test_two_records_do_not_swap_addresses():
    one, two = PaperFactory(slug="one"), PaperFactory(slug="two")
    save(one, "three")
    with pytest.raises(IntegrityError), transaction.atomic():
        save(two, "one")


@pytest.mark.parametrize("owners", [[], ["paper", "page"], ["author", "institution", "page", "paper"]])
def test_an_address_has_one_owner(owners):
    ids = {f"{kind}_id": KINDS[kind]().pk for kind in owners}
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(value="nobody-s", **ids)


# Figures


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("kind", "papers"), ("value", "55"), ("source", "somebody"), ("as_of", "2026-11-01")),
        ("received_on", "2026-11-23"),
    ],
)
def test_a_figure_is_not_changed(column, value):
    metric = MetricFactory()
    with pytest.raises(IntegrityError):
        write(metric, column, value)


def test_a_figure_is_not_given_to_another():
    metric = MetricFactory()
    with pytest.raises(IntegrityError):
        write(metric, "author_id", AuthorFactory().pk)


def test_the_day_of_a_figure_is_not_forgotten():
    metric = MetricFactory(as_of="2026-11-01")
    with pytest.raises(IntegrityError):
        write(metric, "as_of", None)


def test_a_figure_is_superseded():
    metric = MetricFactory(value="54.5", as_of="2026-11-01")
    metric = Metric.objects.get()
    metric.superseded_reason = "It was another person's."
    metric.save()
    assert Metric.objects.get().superseded_reason == "It was another person's."


def test_figures_go_with_their_person():
    metric = MetricFactory()
    metric.author.delete()
    assert Metric.objects.count() == 0


# Through migrations


def test_migrate_puts_the_triggers_back():
    before = installed()
    triggers.drop_for_app(connection.alias)
    left = installed()
    call_command("migrate", verbosity=0)
    assert (left, installed()) == (set(), before)


def test_dropping_twice_is_no_error():
    triggers.drop_for_app(connection.alias)
    triggers.drop_for_app(connection.alias)
    assert installed() == set()


@pytest.mark.parametrize("kind", KINDS)
def test_migrate_gives_an_address_to_what_came_while_there_were_no_triggers(kind):
    former = KINDS[kind](slug="former")
    triggers.drop_for_app(connection.alias)
    update(former, "moved")
    KINDS[kind](slug="newcomer")
    call_command("migrate", verbosity=0)
    assert set(Address.objects.values_list("value", flat=True)) == {"former", "moved", "newcomer"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_addresses_are_kept_after_a_table_was_rebuilt(kind):
    model, name = KINDS[kind]._meta.model, {"author": "display_name", "institution": "name"}.get(kind, "title")
    field = model._meta.get_field(name)
    longer = field.clone()
    longer.max_length += 1
    longer.set_attributes_from_name(name)
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    for old, new in ((field, longer), (longer, field)):
        with connection.schema_editor() as editor:
            editor.alter_field(model, old, new)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    record = KINDS[kind](slug="former")
    update(record, "new")
    assert slugs_of(record) == {"former", "new"}


@pytest.mark.django_db(transaction=True)
def test_addresses_are_kept_after_flush():
    PaperFactory(slug="former")
    call_command("flush", interactive=False, verbosity=0)
    record = AuthorFactory(slug="former")
    update(record, "new")
    assert set(Address.objects.values_list("value", flat=True)) == {"former", "new"}


@pytest.mark.django_db(transaction=True)
def test_figures_stay_unchanged_after_flush():
    call_command("flush", interactive=False, verbosity=0)
    with pytest.raises(DatabaseError):
        write(MetricFactory(), "value", "55")
