"""A paper as lists show it, written by Python: lists are made of it, and a template takes four times as long."""

from functools import lru_cache
from html import escape
from typing import NamedTuple

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from papers.partial_dates import PartialDate
from papers.templatetags.papers import LEADING, marked, open_url, opens_in_place, ordinal, partial_date, thousands

register = template.Library()

SHORT_ABSTRACT = 200  # characters, which need no opening
REMEMBERED = 2_000  # dates and institutions, which many papers of a list share


class Words(NamedTuple):
    """What every card says, in one language: asking for each of them anew takes as long as writing the card."""

    language: str
    abstract: str
    cite: str
    cite_title: str
    code: str
    code_title: str
    et_al: str
    read: str
    read_title: str


@lru_cache
def words_in(language: str) -> Words:
    """Return the words of `language`, which is the active one."""
    return Words(
        language=language,
        abstract=gettext("Abstract"),
        cite=gettext("Cite"),
        cite_title=gettext("Cite: %(title)s"),
        code=gettext("Code"),
        code_title=gettext("Code: %(title)s"),
        et_al=gettext("et al."),
        read=gettext("Read"),
        read_title=gettext("Read: %(title)s"),
    )


@register.simple_tag
def paper_card(paper, owner=None, search=None) -> SafeString:
    """Return a paper of a list, preloaded by `papers.models.listed`: as one of `owner`'s own, and what `search` looks
    for marked.
    """
    url = escape(paper.get_absolute_url())
    words, code = words_in(get_language()), paper.code_links
    language = _language(paper, words)
    long_abstract = len(paper.abstract) > SHORT_ABSTRACT
    abstract = f'<p class="abstract"{language}>{_text(paper.abstract, search)}</p>' if paper.abstract else ""
    more = f'<details class="more"><summary class="arrow">{words.abstract}</summary>{abstract}</details>'
    card = (
        f'<article class="paper-card{" is-retracted" if paper.is_retracted else ""}">{_meta(paper, code, words)}'
        f'<h3 class="title"{language}><a href="{url}">{_text(paper.title, search)}</a></h3>'
        f"{_byline(paper, owner, url, words)}{'' if long_abstract else abstract}"
        f'<div class="card-foot">{_actions(paper, url, code, words)}{more if long_abstract else ""}</div>'
        f'<span class="Z3988" title="{escape(open_url(paper))}"></span></article>\n'
    )
    return mark_safe(card)  # each text in it is escaped


def _text(text: str, search) -> str:
    return marked(text, search) if search else escape(text)


def _language(paper, words: Words) -> str:
    if paper.language == words.language:
        return ""
    return f' lang="{escape(paper.language)}" dir="{paper.direction}"'


def _meta(paper, code: list, words: Words) -> str:
    parts = []
    if code_of := paper.category_code:
        parts.append(f'<abbr class="tag" title="{escape(paper.category_name)}">{escape(code_of)}</abbr>')
    if date := paper.posted or paper.issued:
        parts.append(f'<time class="date" datetime="{date}">{_date(date, words.language)}</time>')
    if code:
        parts.append(f'<span class="badge">{words.code}</span>')
    if paper.notice_kind:
        parts.append(f'<span class="badge badge-notice">{escape(_notice(paper))}</span>')
    return f'<p class="meta">{" ".join(parts)}</p>' if parts else ""


@lru_cache(maxsize=REMEMBERED)
def _date(date: PartialDate, _language: str) -> str:
    return escape(partial_date(date))


def _notice(paper) -> str:
    if paper.is_retracted:
        return gettext("Retracted")
    if paper.notice_kind == paper.Notice.CORRECTION:
        return gettext("Corrected")
    return capfirst(str(paper.Notice(paper.notice_kind).label))


def _byline(paper, owner, url: str, words: Words) -> str:
    parts = []
    if paper.author_count:
        parts.append(f'<div class="authors">{_authors(paper, url, words)}</div>')
    if paper.owner_position and paper.author_count > 1:
        place = {
            "name": owner.family_name or owner.display_name,
            "place": ordinal(paper.owner_position),
            "total": thousands(paper.author_count),
        }
        parts.append(f'<span class="owner-place">({escape(gettext("%(name)s %(place)s of %(total)s") % place)})</span>')
    if institutions := paper.listed_institutions:
        prefix = get_script_prefix()
        entries = (
            f'<li><a href="{_address(prefix, place.slug)}">{escape(place.label)}</a></li>' for place in institutions
        )
        parts.append(f'<ul class="institutions">{"".join(entries)}</ul>')
    return f'<div class="byline">{" ".join(parts)}</div>' if parts else ""


def _authors(paper, url: str, words: Words) -> str:
    names = [escape(name) for name in paper.leading_names]
    first = ", ".join(names[:LEADING])
    if paper.author_count <= LEADING:
        return first
    if not opens_in_place(paper.author_count):
        return f'{first} <a class="et-al" href="{url}#authors">{words.et_al}</a>'
    rest = names[LEADING:]
    more = ngettext("and %(more)s more:", "and %(more)s more:", len(rest)) % {"more": len(rest)}
    summary = f'<summary data-open="{escape(more)}"><span class="short">{words.et_al}</span></summary>'
    return f'{first} <details class="et-al">{summary} <span class="rest">{", ".join(rest)}</span></details>'


@lru_cache(maxsize=REMEMBERED)
def _address(_prefix: str, slug: str) -> str:
    return escape(reverse("papers:institution", args=[slug]))


def _actions(paper, url: str, code: list, words: Words) -> str:
    title = {"title": paper.title}
    actions = [f'<a href="{url}#cite" data-cite{_said(words.cite_title % title)}>{words.cite}</a>']
    if place := paper.place_to_read:
        _label, address = place
        actions.insert(0, f'<a class="read" href="{escape(address)}"{_said(words.read_title % title)}>{words.read}</a>')
    actions += [f'<a href="{escape(link.url)}"{_said(words.code_title % title)}>{words.code}</a>' for link in code]
    return f'<ul class="actions">{"".join(f"<li>{action}</li>" for action in actions)}</ul>'


def _said(text: str) -> str:
    return f' aria-label="{escape(text)}"'
