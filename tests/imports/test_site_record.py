"""The member `site` of a complete export's line, read strictly."""

import json
import re

import pytest

from papers.imports import json_lines
from papers.imports.site_record import STATUSES, SiteAuthor, SiteName, SiteRecord, read_site
from papers.models import Paper

LEAST = {"slug": "notes", "status": "draft"}


def test_a_site_record_is_read_whole():
    names = [{"name": "A. A. L.", "shown": False}]
    site = LEAST | {"authors": [{"slug": "ada", "profile_rank": 0, "names": names}], "imported": {"title": "00"}}
    assert read_site(site) == SiteRecord(
        slug="notes",
        status="draft",
        authors=(SiteAuthor(slug="ada", profile_rank=0, names=(SiteName("A. A. L.", shown=False),)),),
        imported={"title": "00"},
    )


def test_the_statuses_are_those_of_papers():
    assert set(Paper.Status.values) == STATUSES


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "secret"}, "“secret” is no status of a paper; known are draft, published."),
        ({"publish_at": "2030-01-01T00:00:00"}, "“2030-01-01T00:00:00” is no time with its zone."),
        ({"retire_at": "tomorrow"}, "“tomorrow” is no time with its zone."),
        ({"slug": "a/b"}, "“a/b” cannot be the last part of an address."),
        ({"former_slugs": [""]}, "“” cannot be the last part of an address."),
        ({"slug": 7}, "“slug” cannot be 7."),
        ({"notice_text": None}, "“notice_text” cannot be null."),
        ({"notice_text": "\x00"}, '“notice_text” cannot be "\\u0000".'),
        ({"authors": {}}, "“authors” cannot be {}."),
        ({"authors": [{}]}, "“authors” has no “slug”."),
        ({"authors": ["Ada"]}, "“authors” must be an object with no other members than slug, former_slugs, "),
        ({"authors": [{"slug": "ada", "profile_rank": -1}]}, "“profile_rank” cannot be -1."),
        ({"authors": [{"slug": "ada", "profile_rank": True}]}, "“profile_rank” cannot be true."),
        ({"authors": [{"slug": "ada", "corresponding": 1}]}, "“corresponding” cannot be 1."),
        ({"institutions": [{"slug": "uol", "ror": "x"}]}, "A ROR id has nine letters and digits"),
        ({"institutions": [{"slug": "uol", "ror": "ror.org/04cw6st05"}]}, "“ror.org/04cw6st05” is no ROR id as"),
        ({"imported": {"title": 1}}, '“imported” cannot be {"title": 1}.'),
        ({"portrait": "x"}, "“site” must be an object with no other members than slug, status, "),
    ],
)
def test_what_no_export_writes_is_refused(change, reason):
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}"):
        read_site(LEAST | change)


def test_a_line_needs_as_many_authors_as_its_site():
    line = {"title": "Notes", "authors": [{"name": "Ada Lovelace"}], "site": LEAST}
    (entry,) = json_lines.parse(json.dumps(line))
    assert [problem.reason for problem in entry.problems] == ["“site” has not as many “authors” as the line itself."]


@pytest.mark.parametrize("site", ["https://example.org", {"name": "elsewhere"}, ["x"]])
def test_a_member_of_that_name_that_is_not_ours_is_kept(site):
    (entry,) = json_lines.parse(json.dumps({"title": "Notes", "type": "article", "site": site}))
    assert (entry.site, list(entry.record.extra)) == (None, ["site"])


def test_a_line_is_known_by_its_site_where_it_says_little_else():
    assert json_lines.looks_like(json.dumps({"title": "Notes", "type": "article", "site": LEAST}))
