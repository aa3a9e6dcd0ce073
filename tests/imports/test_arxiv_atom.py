"""Preprints from arXiv."""

from papers.imports import arxiv_atom
from papers.imports.record import PaperRecord, PersonRecord
from papers.partial_dates import PartialDate
from tests.imports.reading import only_problem, only_record

FEED = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/abc</id><title>arXiv Query</title><updated>2026-05-11T23:51:23Z</updated>
  {}
</feed>
"""
ENTRY = """<entry>
    <id>http://arxiv.org/abs/math.GT/0309136v2</id>
    <title>Notes on
      the Engine</title>
    <updated>2004-01-02T14:57:58Z</updated>
    <link href="https://arxiv.org/pdf/math.GT/0309136v2" rel="related" type="application/pdf" title="pdf"/>
    <summary>  On $x^2$ &amp; numbers. </summary>
    <category term="math.AG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="math.GT" scheme="http://arxiv.org/schemas/atom"/>
    <category term="57M25" scheme="http://arxiv.org/schemas/atom"/>
    <published>2003-09-08T14:57:58Z</published>
    <arxiv:comment>62 pages</arxiv:comment>
    <arxiv:primary_category term="math.GT"/>
    <arxiv:journal_ref>J. Eng. 3</arxiv:journal_ref>
    <arxiv:doi>10.1000/ABC</arxiv:doi>
    <author><name>Ada Lovelace</name><arxiv:affiliation>London</arxiv:affiliation></author>
    <author><name>Fons van der Sommen</name></author>
  </entry>"""
ERROR = """<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>
  <summary>incorrect id format for x</summary></entry>"""


def test_every_element_has_its_place():
    assert only_record(arxiv_atom.parse(FEED.format(ENTRY))) == PaperRecord(
        title="Notes on the Engine",
        type="preprint",
        abstract="On $x^2$ & numbers.",
        posted=PartialDate(2003, 9, 8),
        authors=(
            PersonRecord("Ada Lovelace", "Ada", "Lovelace", affiliation="London"),
            PersonRecord("Fons van der Sommen", "Fons", "van der Sommen"),
        ),
        categories=("math.GT", "math.AG"),
        identifiers=(("arxiv", "math/0309136"), ("doi", "10.1000/abc")),
        extra={
            "published": "2003-09-08T14:57:58Z",
            "category": "57M25",
            "updated": "2004-01-02T14:57:58Z",
            "comment": "62 pages",
            "journal_ref": "J. Eng. 3",
        },
    )


def test_a_feed_without_entries_gives_none():
    assert list(arxiv_atom.parse(FEED.format(""))) == []


def test_an_error_is_refused_with_arxiv_s_reason():
    (entry,) = arxiv_atom.parse(FEED.format(ERROR))
    assert only_problem(entry).reason == "arXiv answered with an error: incorrect id format for x."


def test_a_file_of_the_format_is_known_by_its_beginning():
    texts = (
        FEED,
        "<feed><id>https://example.org/</id><link href='https://arxiv.org/abs/1'/></feed>",
        "<rss>arxiv.org/</rss>",
        "arxiv.org/",
        "",
    )
    assert [arxiv_atom.looks_like(text) for text in texts] == [True, False, False, False, False]
