"""A person taken out of the site at their request, with all that the site knows of them but the record of the papers.

The papers keep the name that is printed on them, its place, and the affiliation and role printed beside it: they would
be untrue without. All of them point to what is left of the person, a record with that name alone, which has no page,
stands in no list of people and can be filtered by nowhere (`Author.named_only`). It stays one record, so that a later
import of the person's papers finds it and makes no new page.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from reversion.models import Revision, Version

from papers.history import state_in, state_of, versions_of
from papers.indexing import catch_up, forget_words
from papers.merge.rows import relations
from papers.models import (
    Address,
    Author,
    Authorship,
    CheckedAddress,
    EditorScope,
    ImportBatch,
    ImportEntry,
    LoadedRecord,
    MergeRecord,
    NotSame,
    OpenForm,
    Page,
    Paper,
    PaperDraft,
    ProfileLink,
    Site,
    stored_names,
)
from papers.search import fold

# Where a person's data may lie within JSON that belongs to others.
WRITTEN = [
    *((PaperDraft, "base"), (PaperDraft, "content"), (MergeRecord, "steps"), (MergeRecord, "left")),
    *((ImportEntry, "changes"), (ImportEntry, "before"), (ImportEntry, "made"), (ImportEntry, "problems")),
    *((LoadedRecord, "fields"), (Paper, "extra")),
]
TEXTS = [(Page, ("title", "body")), (Site, ("title", "tagline", "footer", "contact")), (Author, ("bio", "note"))]
TEXTS += [(Paper, ("title", "abstract", "notice", "editors"))]
PROSE = ("bio", "note", "portrait", "portrait_alt", "portrait_credit")
KEPT = {"papers.authorship", "papers.address", "papers.editorscope"}


@dataclass
class Removal:
    """What was taken out, as rows of each table, and where an editor has to look: texts that name the person."""

    counts: dict[str, int] = field(default_factory=dict)
    mentions: list[str] = field(default_factory=list)
    papers: int = 0

    def count(self, model: type[models.Model], number: int) -> None:
        """Add to the rows of a table that were taken out or rewritten."""
        if number:
            label = str(model._meta.verbose_name_plural)
            self.counts[label] = self.counts.get(label, 0) + number


@transaction.atomic
def remove_person(author: Author) -> Removal:
    """Take a person out, and return what that was. Files of the portrait go once the transaction is committed."""
    removal = Removal(papers=author.authorships.count())
    keys = _keys(author)
    private = Private(author, keys)
    field_of_portrait = Author._meta.get_field("portrait")
    files = stored_names(field_of_portrait, author.portrait.name) if author.portrait else []
    _delete_rows(author, removal)
    _delete_what_tells_of(author, keys, removal)
    _rewrite_comments(private)
    for model, name in WRITTEN:
        removal.count(model, _rewrite(model, name, private, _of_json))
    removal.count(Version, _rewrite(Version, "serialized_data", private, _of_text))
    if removal.papers:
        _leave_the_name(author, private)
    else:
        author.delete()
    removal.mentions = list(_mentions(private))
    catch_up()
    forget_words(word for name in private.names for word in fold(name))
    transaction.on_commit(lambda: [field_of_portrait.storage.delete(name) for name in files])
    return removal


class Private:
    """What of a person is not printed on a paper, and what takes its place."""

    def __init__(self, author: Author, keys: set[int]):
        printed = list(author.authorships.order_by("-paper__sort_date", "pk").values_list("printed_name", flat=True))
        self.name = printed[0] if printed else ""
        self.slug = f"name-{secrets.token_hex(5)}"
        states = [state_of(author).values, *(state_in(version).values for version in versions_of(Author, keys))]
        names = {name for state in states for name in _names(state)} - set(printed)
        self.names = {name for name in names if name}
        self.within = {text for state in states for text in _addresses(state) if text}
        slugs = {state["slug"] for state in states}
        slugs |= set(Address.objects.filter(author=author).values_list("value", flat=True))
        self.whole = dict.fromkeys(self.names, self.name) | dict.fromkeys(slugs, self.slug)
        texts = (state[name] for state in states for name in PROSE)
        self.whole |= dict.fromkeys(filter(None, texts), "")

    @property
    def told(self) -> Iterable[str]:
        """The texts by which a row is found that may hold something of the person."""
        return [*self.whole, *self.within]

    def without(self, value: object) -> object:
        """Return a value as JSON has it, without what is private in it."""
        if isinstance(value, dict):
            return {name: self.without(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.without(part) for part in value]
        if isinstance(value, str):
            return self._without(value)
        return value

    def _without(self, text: str) -> str:
        if text in self.whole:
            return self.whole[text]
        for part in self.within:
            text = text.replace(part, "")
        return text


def _names(state: dict) -> Iterator[str]:
    """Yield what a person was called in a state, with and without the note that told them from namesakes."""
    yield from (state["display_name"], f"{state['display_name']} ({state['note']})")
    yield from (row["name"] for row in state["names"])


def _addresses(state: dict) -> Iterator[str]:
    yield from (state["orcid"], state["homepage"], *(row["url"] for row in state["profile_links"]))


# What goes


def _keys(author: Author) -> set[int]:
    """Return the primary keys of the person's record, and of those that became it."""
    keys, before = {author.pk}, set()
    while keys != before:
        before = set(keys)
        gone = MergeRecord.objects.filter(model="author", kept__in=before).values_list("gone", flat=True)
        keys |= {key for some in gone for key in some}
    return keys


def _delete_rows(author: Author, removal: Removal) -> None:
    """Delete every row that points to the person, whatever the table, but those of KEPT."""
    CheckedAddress.objects.filter(url__in=ProfileLink.objects.filter(author=author).values("url")).delete()
    for relation in relations(Author):
        model = relation.related_model
        if model._meta.label_lower not in KEPT:
            rows = model._base_manager.filter(**{relation.field.name: author})
            removal.count(model, rows.count())
            rows.delete()
    # A scope that names nobody reaches nothing: deleting it would set its user free.
    EditorScope.objects.filter(author=author).update(author=None)
    Authorship.objects.filter(author=author).update(profile_rank=None)


def _delete_what_tells_of(author: Author, keys: set[int], removal: Removal) -> None:
    """Delete what tells of the person by number or address alone."""
    kind, texts = ContentType.objects.get_for_model(Author), list(map(str, keys))
    versions = Version.objects.filter(content_type=kind, object_id__in=texts)
    revisions = list(versions.values_list("revision", flat=True))
    merges = [record.pk for record in MergeRecord.objects.filter(model="author") if _concerns(record, keys)]
    slugs = list(Address.objects.filter(author=author).values_list("value", flat=True))
    told = [
        versions,
        Revision.objects.filter(pk__in=revisions, version__isnull=True),
        LogEntry.objects.filter(content_type=kind, object_id__in=texts),
        OpenForm.objects.filter(model=Author._meta.label_lower, key__in=texts),
        NotSame.objects.filter(Q(first__in=keys) | Q(second__in=keys), model="author"),
        MergeRecord.objects.filter(pk__in=merges),
        LoadedRecord.objects.filter(pk__in=list(_loaded(slugs))),
        CheckedAddress.objects.filter(url=author.homepage),
    ]
    for rows in told:
        removal.count(rows.model, rows.count())
        rows.delete()


def _concerns(record: MergeRecord, keys: set[int]) -> bool:
    steps = {step["key"] for step in record.steps if step["model"] == Author._meta.label_lower}
    return not keys.isdisjoint({record.kept, *record.gone, *steps})


def _loaded(slugs: list[str]) -> Iterator[str]:
    """Yield the keys of what fixtures gave the person: those with the slug behind a model that belongs to people."""
    of_people = {"papers.author", *(relation.related_model._meta.label_lower for relation in relations(Author))}
    for model in of_people - {"papers.address"}:
        for slug in slugs:
            key = f"{model}\t{slug}"
            yield from LoadedRecord.objects.filter(Q(key=key) | Q(key__startswith=f"{key}\t")).values_list(
                "key", flat=True
            )


# What is rewritten


def _rewrite(model: type[models.Model], name: str, private: Private, change: Callable) -> int:
    """Take what is private out of a column of a table, and return in how many rows it was."""
    found = Q()
    for text in private.told:
        found |= Q(written__contains=json.dumps(text, ensure_ascii=False)[1:-1])
        found |= Q(written__contains=json.dumps(text)[1:-1])
    rows = model._base_manager.annotate(written=Cast(name, models.TextField())).filter(found)
    number = 0
    for key, value in list(rows.values_list("pk", name)):
        changed = change(private, value)
        if changed != value:
            number += model._base_manager.filter(pk=key).update(**{name: changed})
    return number


def _rewrite_comments(private: Private) -> None:
    """Take the person's names out of what versions of other records say about themselves."""
    for name in private.names:
        for revision in Revision.objects.filter(comment__contains=name):
            revision.comment = revision.comment.replace(name, private.name)
            revision.save(update_fields=["comment"])


def _of_json(private: Private, value: object) -> object:
    return private.without(value)


def _of_text(private: Private, value: str) -> str:
    before = json.loads(value)
    after = private.without(before)
    return value if after == before else json.dumps(after, ensure_ascii=False, sort_keys=True)


def _leave_the_name(author: Author, private: Private) -> None:
    """Make the person a name and nothing else, under an address that says nothing and that no page has."""
    bare = Author(display_name=private.name, slug=private.slug, named_only=True, created=author.created)
    bare.fill_names()
    left_out = {"id", "updated", "created"}
    values = {
        one.attname: getattr(bare, one.attname) for one in Author._meta.concrete_fields if one.name not in left_out
    }
    Author.objects.filter(pk=author.pk).update(**values)
    Address.objects.filter(author=author.pk).exclude(value=private.slug).delete()


def _mentions(private: Private) -> Iterator[str]:
    """Yield the records whose texts, written by somebody, name the person."""
    wanted = [text for text in {private.name, *private.names, *private.within} if text]
    for model, names in TEXTS:
        found = Q()
        for text in wanted:
            for name in names:
                found |= Q(**{f"{name}__icontains": text})
        for record in model._base_manager.filter(found) if wanted else []:
            yield f"{record._meta.verbose_name} “{record}”"
    for batch in ImportBatch.objects.filter(content__isnull=False):
        if any(text.encode() in bytes(batch.content) for text in wanted):
            yield f"{batch._meta.verbose_name} {batch}, whose file waits to be imported"
