"""A paper as lists show it, written by Python: lists are made of it, and a template takes four times as long."""

from functools import lru_cache
from html import escape

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from papers.templatetags.papers import LEADING, marked, open_url, opens_in_place, ordinal, partial_date, thousands

register = template.Library()

SHORT_ABSTRACT = 200  # characters, which need no opening
REMEMBERED = 2_000  # institutions, which many papers of a list share


@register.simple_tag
def paper_card(paper, owner=None, search=None) -> SafeString:
    """Return a paper of a list, preloaded by `PaperQuerySet.for_list`: as one of `owner`'s own, and what `search` looks
    for marked.
    """
    url = escape(paper.get_absolute_url())
    language, code = _language(paper), paper.code_links
    long_abstract = len(paper.abstract) > SHORT_ABSTRACT
    abstract = f'<p class="abstract"{language}>{_text(paper.abstract, search)}</p>' if paper.abstract else ""
    more = f'<details class="more"><summary class="arrow">{gettext("Abstract")}</summary>{abstract}</details>'
    card = (
        f'<article class="paper-card{" is-retracted" if paper.is_retracted else ""}">{_meta(paper, code)}'
        f'<h3 class="title"{language}><a href="{url}">{_text(paper.title, search)}</a></h3>'
        f"{_byline(paper, owner, url)}{'' if long_abstract else abstract}"
        f'<div class="card-foot">{_actions(paper, url, code)}{more if long_abstract else ""}</div>'
        f'<span class="Z3988" title="{escape(open_url(paper))}"></span></article>\n'
    )
    return mark_safe(card)  # each text in it is escaped


def _text(text: str, search) -> str:
    return marked(text, search) if search else escape(text)


def _language(paper) -> str:
    if paper.language == get_language():
        return ""
    return f' lang="{escape(paper.language)}" dir="{paper.direction}"'


def _meta(paper, code: list) -> str:
    parts = []
    if category := paper.primary_category:
        parts.append(f'<abbr class="tag" title="{escape(category.name)}">{escape(category.short_code)}</abbr>')
    if date := paper.posted or paper.issued:
        parts.append(f'<time class="date" datetime="{date}">{escape(partial_date(date))}</time>')
    if code:
        parts.append(f'<span class="badge">{gettext("Code")}</span>')
    if paper.notice_kind:
        parts.append(f'<span class="badge badge-notice">{escape(_notice(paper))}</span>')
    return f'<p class="meta">{" ".join(parts)}</p>' if parts else ""


def _notice(paper) -> str:
    if paper.is_retracted:
        return gettext("Retracted")
    if paper.notice_kind == paper.Notice.CORRECTION:
        return gettext("Corrected")
    return capfirst(paper.get_notice_kind_display())


def _byline(paper, owner, url: str) -> str:
    parts = []
    if paper.author_count:
        parts.append(f'<div class="authors">{_authors(paper, url)}</div>')
    if paper.owner_position and paper.author_count > 1:
        place = {
            "name": owner.family_name or owner.display_name,
            "place": ordinal(paper.owner_position),
            "total": thousands(paper.author_count),
        }
        parts.append(f'<span class="owner-place">({escape(gettext("%(name)s %(place)s of %(total)s") % place)})</span>')
    if institutions := paper.listed_institutions:
        entries = (
            f'<li><a href="{_address(get_script_prefix(), place.slug)}">{escape(place.label)}</a></li>'
            for place in institutions
        )
        parts.append(f'<ul class="institutions">{"".join(entries)}</ul>')
    return f'<div class="byline">{" ".join(parts)}</div>' if parts else ""


def _authors(paper, url: str) -> str:
    names = [escape(credit.printed_name) for credit in paper.leading_authorships]
    first = ", ".join(names[:LEADING])
    if paper.author_count <= LEADING:
        return first
    et_al = gettext("et al.")
    if not opens_in_place(paper.author_count):
        return f'{first} <a class="et-al" href="{url}#authors">{et_al}</a>'
    rest = names[LEADING:]
    more = ngettext("and %(more)s more:", "and %(more)s more:", len(rest)) % {"more": len(rest)}
    summary = f'<summary data-open="{escape(more)}"><span class="short">{et_al}</span></summary>'
    return f'{first} <details class="et-al">{summary} <span class="rest">{", ".join(rest)}</span></details>'


@lru_cache(maxsize=REMEMBERED)
def _address(_prefix: str, slug: str) -> str:
    return escape(reverse("papers:institution", args=[slug]))


def _actions(paper, url: str, code: list) -> str:
    title = {"title": paper.title}
    actions = [f'<a href="{url}#cite" data-cite{_said(gettext("Cite: %(title)s") % title)}>{gettext("Cite")}</a>']
    if read := paper.read_link:
        said = _said(gettext("Read: %(title)s") % title)
        actions.insert(0, f'<a class="read" href="{escape(read.url)}"{said}>{gettext("Read")}</a>')
    actions += [
        f'<a href="{escape(link.url)}"{_said(gettext("Code: %(title)s") % title)}>{gettext("Code")}</a>'
        for link in code
    ]
    return f'<ul class="actions">{"".join(f"<li>{action}</li>" for action in actions)}</ul>'


def _said(text: str) -> str:
    return f' aria-label="{escape(text)}"'
